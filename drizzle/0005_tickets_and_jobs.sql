CREATE TABLE "activities" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "activities_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"ticket_id" integer NOT NULL,
	"kind" varchar(8) NOT NULL,
	"source" varchar(8) NOT NULL,
	"external_kind" varchar(8),
	"external_id" integer,
	"origin_key" uuid DEFAULT gen_random_uuid() NOT NULL,
	"is_internal" boolean DEFAULT false NOT NULL,
	"direction" varchar(8),
	"message_type" varchar(8) DEFAULT 'text' NOT NULL,
	"author_user_id" integer,
	"author_crm_id" integer,
	"author_name" varchar(255),
	"author_email" varchar(255),
	"subject" varchar(255),
	"body_text" text NOT NULL,
	"body_html" text,
	"from_email" varchar(255),
	"to_email" varchar(255),
	"mail_message_id" varchar(255),
	"client_id" varchar(128),
	"crm_status" varchar(8),
	"crm_error" text,
	"created_at_crm" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"edited_at" timestamp with time zone,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "activities_origin_key_is_unique" UNIQUE("origin_key"),
	CONSTRAINT "activities_kind_is_known" CHECK ("activities"."kind" in ('comment', 'email', 'note', 'system', 'call', 'task')),
	CONSTRAINT "activities_source_is_known" CHECK ("activities"."source" in ('portal', 'agent', 'crm', 'email', 'system'))
);
--> statement-breakpoint
CREATE TABLE "categories" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "categories_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" varchar(64) NOT NULL,
	"labels" jsonb NOT NULL,
	"kind" varchar(8) DEFAULT 'ticket' NOT NULL,
	"default_priority" varchar(8) DEFAULT 'medium' NOT NULL,
	"default_department" varchar(100),
	"crm_value" varchar(100),
	"requires_cpf" boolean DEFAULT false NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "categories_slug_is_unique" UNIQUE("kind","slug")
);
--> statement-breakpoint
CREATE TABLE "crm_contacts" (
	"email" varchar(128) PRIMARY KEY NOT NULL,
	"contact_id" integer,
	"claimed_until" timestamp with time zone,
	"found_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "deals" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "deals_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"deal_id" integer,
	"origin_key" uuid NOT NULL,
	"ticket_number" varchar(20) NOT NULL,
	"title" varchar(255) NOT NULL,
	"description" text NOT NULL,
	"pipeline_id" integer NOT NULL,
	"stage_id" varchar(50) NOT NULL,
	"status" varchar(20) DEFAULT 'open' NOT NULL,
	"close_reason" varchar(32),
	"priority" varchar(8) NOT NULL,
	"category_id" integer,
	"service_category" varchar(100),
	"system_type" varchar(100),
	"requester_department" varchar(100),
	"assignee_department" varchar(100),
	"filial" varchar(64),
	"matricula" varchar(20),
	"requester_name" varchar(128),
	"requester_email" varchar(128),
	"requester_phone" varchar(32),
	"cpf" varchar(128),
	"user_id" integer,
	"filed_by_id" integer,
	"responsible_crm_id" integer,
	"responsible" varchar(255),
	"responsible_email" varchar(255),
	"responsible_id" integer,
	"assigned_at" timestamp with time zone,
	"date_deadline" timestamp with time zone,
	"first_response_at" timestamp with time zone,
	"resolved_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"reopen_count" integer DEFAULT 0 NOT NULL,
	"resolution_notes" text,
	"rating" smallint,
	"rating_feedback" text,
	"rated_at" timestamp with time zone,
	"related" jsonb,
	"custom" jsonb,
	"tags" varchar(40)[] DEFAULT '{}' NOT NULL,
	"is_unread" boolean DEFAULT false NOT NULL,
	"is_unread_by_team" boolean DEFAULT true NOT NULL,
	"message_count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"crm_status" varchar(8) DEFAULT 'pending' NOT NULL,
	"crm_error" text,
	"contact_id" integer,
	"crm_modified_at" timestamp with time zone,
	"crm_synced_at" timestamp with time zone,
	"crm_snapshot" jsonb,
	"created_by_id" varchar(10),
	"modify_by_id" varchar(10),
	"moved_by_id" varchar(10),
	"last_activity_by_id" varchar(10),
	"last_communication_time" varchar(19),
	"begin_date" timestamp with time zone,
	"search" "tsvector" GENERATED ALWAYS AS (ticket_search(ticket_number, deal_id, title, description, requester_name, tags)) STORED,
	CONSTRAINT "deals_deal_id_is_unique" UNIQUE("deal_id"),
	CONSTRAINT "deals_origin_key_is_unique" UNIQUE("origin_key"),
	CONSTRAINT "deals_ticket_number_is_unique" UNIQUE("ticket_number"),
	CONSTRAINT "deals_status_is_known" CHECK ("deals"."status" in ('open', 'in_progress', 'waiting_for_user', 'on_hold', 'resolved', 'closed')),
	CONSTRAINT "deals_priority_is_known" CHECK ("deals"."priority" in ('urgent', 'high', 'medium', 'low')),
	CONSTRAINT "deals_crm_status_is_known" CHECK ("deals"."crm_status" in ('pending', 'synced', 'failed')),
	CONSTRAINT "deals_rating_is_1_to_5" CHECK ("deals"."rating" between 1 and 5)
);
--> statement-breakpoint
CREATE TABLE "domain_events" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "domain_events_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"kind" varchar(32) NOT NULL,
	"ticket_id" integer NOT NULL,
	"actor_id" integer,
	"is_internal" boolean DEFAULT false NOT NULL,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "files" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "files_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"upload_id" uuid NOT NULL,
	"key" varchar(500) NOT NULL,
	"filename" varchar(255) NOT NULL,
	"size_bytes" integer NOT NULL,
	"mime" varchar(128) NOT NULL,
	"sha256" varchar(64) NOT NULL,
	"scan_status" varchar(16) DEFAULT 'not-scanned' NOT NULL,
	"uploaded_by" integer,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"ticket_id" integer,
	"activity_id" integer,
	"crm_file_id" integer,
	"crm_status" varchar(8),
	CONSTRAINT "files_upload_id_is_unique" UNIQUE("upload_id"),
	CONSTRAINT "files_key_is_unique" UNIQUE("key"),
	CONSTRAINT "files_scan_status_is_known" CHECK ("files"."scan_status" in ('not-scanned', 'waiting', 'clean', 'infected'))
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"user_id" integer NOT NULL,
	"key" varchar(160) NOT NULL,
	"body_hash" varchar(64) NOT NULL,
	"ticket_id" integer,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_is_one_each" PRIMARY KEY("user_id","key")
);
--> statement-breakpoint
CREATE TABLE "ticket_numbers" (
	"day" date PRIMARY KEY NOT NULL,
	"last" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ticket_reads" (
	"ticket_id" integer NOT NULL,
	"user_id" integer NOT NULL,
	"last_read_message_id" integer DEFAULT 0 NOT NULL,
	"last_read_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "ticket_reads_is_one_each" PRIMARY KEY("ticket_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "job_history" (
	"id" bigint PRIMARY KEY NOT NULL,
	"name" varchar(64) NOT NULL,
	"key" varchar(128),
	"lane" smallint NOT NULL,
	"promised_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"attempts" integer NOT NULL,
	"result" jsonb
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "jobs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" varchar(64) NOT NULL,
	"payload" jsonb NOT NULL,
	"key" varchar(128),
	"is_head" boolean NOT NULL,
	"merge_key" varchar(192),
	"lane" smallint NOT NULL,
	"state" varchar(8) DEFAULT 'waiting' NOT NULL,
	"promised_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"run_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"lease_until" timestamp with time zone,
	"worker" varchar(64),
	"fence" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_outcome" varchar(16),
	"last_error" text,
	CONSTRAINT "jobs_state_is_known" CHECK ("jobs"."state" in ('waiting', 'running', 'dead')),
	CONSTRAINT "jobs_lane_is_known" CHECK ("jobs"."lane" between 0 and 4)
);
--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_ticket_id_deals_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_author_user_id_users_id_fk" FOREIGN KEY ("author_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deals" ADD CONSTRAINT "deals_category_id_categories_id_fk" FOREIGN KEY ("category_id") REFERENCES "public"."categories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deals" ADD CONSTRAINT "deals_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deals" ADD CONSTRAINT "deals_filed_by_id_users_id_fk" FOREIGN KEY ("filed_by_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deals" ADD CONSTRAINT "deals_responsible_id_users_id_fk" FOREIGN KEY ("responsible_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_uploaded_by_users_id_fk" FOREIGN KEY ("uploaded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_ticket_id_deals_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_activity_id_activities_id_fk" FOREIGN KEY ("activity_id") REFERENCES "public"."activities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_reads" ADD CONSTRAINT "ticket_reads_ticket_id_deals_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_reads" ADD CONSTRAINT "ticket_reads_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "activities_by_ticket" ON "activities" USING btree ("ticket_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "activities_external_id_is_unique" ON "activities" USING btree ("external_kind","external_id") WHERE "activities"."external_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "activities_client_id_is_unique" ON "activities" USING btree ("author_user_id","client_id") WHERE "activities"."client_id" is not null;--> statement-breakpoint
CREATE INDEX "deals_by_user" ON "deals" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "deals_by_responsible" ON "deals" USING btree ("responsible_id","id");--> statement-breakpoint
CREATE INDEX "deals_by_status" ON "deals" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "deals_by_stage" ON "deals" USING btree ("stage_id","id");--> statement-breakpoint
CREATE INDEX "deals_by_updated" ON "deals" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "deals_by_deadline" ON "deals" USING btree ("date_deadline") WHERE "deals"."status" not in ('resolved', 'closed');--> statement-breakpoint
CREATE INDEX "deals_by_tag" ON "deals" USING gin ("tags");--> statement-breakpoint
CREATE INDEX "deals_by_text" ON "deals" USING gin ("search");--> statement-breakpoint
CREATE INDEX "domain_events_by_ticket" ON "domain_events" USING btree ("ticket_id","seq");--> statement-breakpoint
CREATE INDEX "files_by_ticket" ON "files" USING btree ("ticket_id","id");--> statement-breakpoint
CREATE INDEX "files_by_activity" ON "files" USING btree ("activity_id","id");--> statement-breakpoint
CREATE INDEX "files_unused" ON "files" USING btree ("created_at") WHERE "files"."ticket_id" is null;--> statement-breakpoint
CREATE INDEX "files_by_uploader" ON "files" USING btree ("uploaded_by","created_at");--> statement-breakpoint
CREATE INDEX "idempotency_keys_by_expiry" ON "idempotency_keys" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "job_history_by_end" ON "job_history" USING btree ("ended_at");--> statement-breakpoint
CREATE INDEX "jobs_due" ON "jobs" USING btree ("lane","run_at","id") WHERE "jobs"."state" = 'waiting' and "jobs"."is_head";--> statement-breakpoint
CREATE INDEX "jobs_oldest_due" ON "jobs" USING btree ("run_at","id") WHERE "jobs"."state" = 'waiting' and "jobs"."is_head";--> statement-breakpoint
CREATE INDEX "jobs_by_key" ON "jobs" USING btree ("key","id") WHERE "jobs"."key" is not null;--> statement-breakpoint
CREATE INDEX "jobs_by_merge_key" ON "jobs" USING btree ("merge_key") WHERE "jobs"."merge_key" is not null;--> statement-breakpoint
CREATE INDEX "jobs_leased" ON "jobs" USING btree ("lease_until") WHERE "jobs"."state" = 'running';--> statement-breakpoint
CREATE INDEX "jobs_dead" ON "jobs" USING btree ("id") WHERE "jobs"."state" = 'dead';