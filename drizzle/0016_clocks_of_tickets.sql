CREATE TABLE "sla_calendars" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sla_calendars_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" varchar(100) NOT NULL,
	"time_zone" varchar(64) NOT NULL,
	"hours" jsonb NOT NULL,
	"holidays" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "sla_calendars_name_is_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "sla_clocks" (
	"ticket_id" integer NOT NULL,
	"clock" varchar(16) NOT NULL,
	"state" varchar(12) NOT NULL,
	"started_at" timestamp with time zone,
	"due_at" timestamp with time zone,
	"paused_at" timestamp with time zone,
	"fulfilled_at" timestamp with time zone,
	"breached_at" timestamp with time zone,
	"remaining_ms" bigint,
	"target_ms" bigint,
	CONSTRAINT "sla_clocks_is_one_each" PRIMARY KEY("ticket_id","clock"),
	CONSTRAINT "sla_clocks_clock_is_known" CHECK ("sla_clocks"."clock" in ('first_response', 'next_response', 'resolution')),
	CONSTRAINT "sla_clocks_state_is_known" CHECK ("sla_clocks"."state" in ('none', 'running', 'paused', 'fulfilled', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "sla_history" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sla_history_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"ticket_id" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"kind" varchar(24) NOT NULL,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sla_policies" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sla_policies_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" varchar(100) NOT NULL,
	"position" integer NOT NULL,
	"match" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"calendar_id" integer,
	"is_urgent_around_the_clock" boolean DEFAULT true NOT NULL,
	"pause_statuses" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"targets" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"escalations" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "sla_policies_name_is_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "sla_warnings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sla_warnings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"ticket_id" integer NOT NULL,
	"clock" varchar(16) NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"percent" smallint NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"passed_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"is_told" boolean NOT NULL,
	"actions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	CONSTRAINT "sla_warnings_is_one_each" UNIQUE("ticket_id","clock","due_at","percent"),
	CONSTRAINT "sla_warnings_clock_is_known" CHECK ("sla_warnings"."clock" in ('first_response', 'next_response', 'resolution'))
);
--> statement-breakpoint
ALTER TABLE "sla_clocks" ADD CONSTRAINT "sla_clocks_ticket_id_deals_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sla_history" ADD CONSTRAINT "sla_history_ticket_id_deals_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sla_policies" ADD CONSTRAINT "sla_policies_calendar_id_sla_calendars_id_fk" FOREIGN KEY ("calendar_id") REFERENCES "public"."sla_calendars"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sla_warnings" ADD CONSTRAINT "sla_warnings_ticket_id_deals_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sla_clocks_by_due" ON "sla_clocks" USING btree ("clock","due_at") WHERE "sla_clocks"."state" = 'running';--> statement-breakpoint
CREATE INDEX "sla_history_by_ticket" ON "sla_history" USING btree ("ticket_id","at","id");--> statement-breakpoint
CREATE INDEX "sla_policies_by_position" ON "sla_policies" USING btree ("position","id");--> statement-breakpoint
CREATE INDEX "sla_warnings_by_recorded" ON "sla_warnings" USING btree ("recorded_at");--> statement-breakpoint
CREATE TRIGGER sla_history_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sla_history
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
