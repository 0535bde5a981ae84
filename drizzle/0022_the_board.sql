CREATE TABLE "saved_views" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "saved_views_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"owner_id" integer NOT NULL,
	"name" varchar(60) NOT NULL,
	"screen" varchar(8) NOT NULL,
	"search" jsonb NOT NULL,
	"is_shared" boolean DEFAULT false NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "saved_views_screen_is_known" CHECK ("saved_views"."screen" in ('board', 'list'))
);
--> statement-breakpoint
ALTER TABLE "crm_stages" ADD COLUMN "color" varchar(7);--> statement-breakpoint
ALTER TABLE "sla_clocks" ADD COLUMN "at_risk_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "saved_views_by_owner" ON "saved_views" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "deals_by_closed" ON "deals" USING btree ("closed_at","id") WHERE "deals"."status" = 'closed' and "deals"."crm_deleted_at" is null and "deals"."crm_left_at" is null;--> statement-breakpoint
CREATE INDEX "deals_by_resolved" ON "deals" USING btree ("resolved_at") WHERE "deals"."resolved_at" is not null and "deals"."crm_deleted_at" is null and "deals"."crm_left_at" is null;--> statement-breakpoint
CREATE INDEX "deals_by_rated" ON "deals" USING btree ("rated_at") WHERE "deals"."rated_at" is not null;--> statement-breakpoint
-- By plain time, until the ticket changes or its clocks are reckoned anew.
UPDATE "sla_clocks" SET "at_risk_at" = "due_at" - ("due_at" - "started_at") * 0.2 WHERE "state" = 'running';
