CREATE TABLE "crm_connections" (
	"client_id" varchar(128) PRIMARY KEY NOT NULL,
	"member_id" varchar(64) NOT NULL,
	"endpoint" text NOT NULL,
	"auth_server" text NOT NULL,
	"tokens" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"refreshes" integer DEFAULT 0 NOT NULL,
	"installed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"refreshed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "crm_departments" (
	"department_id" integer PRIMARY KEY NOT NULL,
	"name" varchar(256) NOT NULL,
	"parent_id" integer,
	"head_id" integer,
	"position" integer NOT NULL,
	"gone_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "crm_dictionaries" (
	"name" varchar(32) PRIMARY KEY NOT NULL,
	"tried_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "crm_origins" (
	"is_only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"instance" uuid DEFAULT gen_random_uuid() NOT NULL,
	CONSTRAINT "crm_origins_is_one_row" CHECK ("crm_origins"."is_only")
);
--> statement-breakpoint
CREATE TABLE "crm_people" (
	"crm_user_id" integer PRIMARY KEY NOT NULL,
	"name" varchar(256) NOT NULL,
	"email" varchar(256),
	"is_active" boolean NOT NULL,
	"department_ids" integer[] NOT NULL,
	"gone_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "crm_pipelines" (
	"pipeline_id" integer PRIMARY KEY NOT NULL,
	"name" varchar(256) NOT NULL,
	"position" integer NOT NULL,
	"gone_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "crm_stages" (
	"stage_id" varchar(50) PRIMARY KEY NOT NULL,
	"pipeline_id" integer NOT NULL,
	"name" varchar(256) NOT NULL,
	"position" integer NOT NULL,
	"outcome" varchar(8) NOT NULL,
	"gone_at" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "crm_people_by_email" ON "crm_people" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "crm_stages_by_pipeline" ON "crm_stages" USING btree ("pipeline_id","position");
--> statement-breakpoint
INSERT INTO "crm_origins" DEFAULT VALUES;
