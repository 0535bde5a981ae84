CREATE SEQUENCE "public"."crm_reads" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "crm_files" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "crm_files_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"ticket_id" integer NOT NULL,
	"activity_id" integer NOT NULL,
	"crm_file_id" integer NOT NULL,
	"name" varchar(255),
	"size_bytes" bigint,
	"content_id" varchar(255),
	"state" varchar(8) DEFAULT 'waiting' NOT NULL,
	"reason" varchar(64),
	"file_id" integer,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"settled_at" timestamp with time zone,
	CONSTRAINT "crm_files_is_one_each" UNIQUE("activity_id","crm_file_id"),
	CONSTRAINT "crm_files_state_is_known" CHECK ("crm_files"."state" in ('waiting', 'here', 'missing', 'refused'))
);
--> statement-breakpoint
CREATE TABLE "drift_findings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "drift_findings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"deal_id" integer NOT NULL,
	"object" varchar(64) NOT NULL,
	"field" varchar(64) NOT NULL,
	"ours" text,
	"theirs" text,
	"since" timestamp with time zone,
	"found_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"mended_at" timestamp with time zone,
	"why_not" text
);
--> statement-breakpoint
CREATE TABLE "sync_cursors" (
	"name" varchar(64) PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"claimed_by" varchar(64),
	"claimed_until" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_inbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "webhook_inbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"received_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"origin" varchar(8) DEFAULT 'online' NOT NULL,
	"name" varchar(100) NOT NULL,
	"kind" varchar(24) NOT NULL,
	"object_id" bigint,
	"body" text NOT NULL,
	"state" varchar(8) DEFAULT 'waiting' NOT NULL,
	"deal_id" integer,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"reason" text,
	"done_at" timestamp with time zone,
	CONSTRAINT "webhook_inbox_state_is_known" CHECK ("webhook_inbox"."state" in ('waiting', 'routed', 'done', 'parked', 'ignored'))
);
--> statement-breakpoint
DROP INDEX "activities_external_id_is_unique";--> statement-breakpoint
ALTER TABLE "activities" ADD COLUMN "crm_modified_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "activities" ADD COLUMN "crm_read_order" bigint;--> statement-breakpoint
ALTER TABLE "activities" ADD COLUMN "crm_digest" varchar(64);--> statement-breakpoint
ALTER TABLE "deals" ADD COLUMN "crm_read_order" bigint;--> statement-breakpoint
ALTER TABLE "deals" ADD COLUMN "crm_last_activity_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "deals" ADD COLUMN "crm_deleted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "deals" ADD COLUMN "crm_left_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "crm_files" ADD CONSTRAINT "crm_files_ticket_id_deals_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crm_files" ADD CONSTRAINT "crm_files_activity_id_activities_id_fk" FOREIGN KEY ("activity_id") REFERENCES "public"."activities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crm_files" ADD CONSTRAINT "crm_files_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "crm_files_waiting" ON "crm_files" USING btree ("id") WHERE "crm_files"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "drift_findings_open" ON "drift_findings" USING btree ("deal_id") WHERE "drift_findings"."mended_at" is null;--> statement-breakpoint
CREATE INDEX "drift_findings_by_found" ON "drift_findings" USING btree ("found_at");--> statement-breakpoint
CREATE INDEX "webhook_inbox_waiting" ON "webhook_inbox" USING btree ("id") WHERE "webhook_inbox"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "webhook_inbox_routed" ON "webhook_inbox" USING btree ("deal_id","id") WHERE "webhook_inbox"."state" = 'routed';--> statement-breakpoint
CREATE INDEX "webhook_inbox_parked" ON "webhook_inbox" USING btree ("id") WHERE "webhook_inbox"."state" = 'parked';--> statement-breakpoint
CREATE INDEX "webhook_inbox_by_received" ON "webhook_inbox" USING btree ("received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "activities_external_id_is_unique" ON "activities" USING btree ("external_kind","external_id","ticket_id") WHERE "activities"."external_id" is not null;