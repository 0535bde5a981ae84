CREATE TABLE "notice_cursor" (
	"is_only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "notice_cursor_is_one_row" CHECK ("notice_cursor"."is_only")
);
--> statement-breakpoint
CREATE TABLE "notice_preferences" (
	"user_id" integer PRIMARY KEY NOT NULL,
	"channels" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "notices_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"kind" varchar(16) NOT NULL,
	"ticket_id" integer NOT NULL,
	"seq" bigint NOT NULL,
	"message_id" integer,
	"actor_id" integer,
	"actor_name" varchar(255),
	"is_internal" boolean DEFAULT false NOT NULL,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"is_listed" boolean NOT NULL,
	"made_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"read_at" timestamp with time zone,
	"mail" varchar(8) DEFAULT 'none' NOT NULL,
	"mailed_at" timestamp with time zone,
	CONSTRAINT "notices_is_one_each" UNIQUE("user_id","seq"),
	CONSTRAINT "notices_kind_is_known" CHECK ("notices"."kind" in ('ticket_created', 'requester_reply', 'agent_reply', 'assigned', 'mention', 'resolved', 'reopened', 'sla_warning', 'sla_breached')),
	CONSTRAINT "notices_mail_is_known" CHECK ("notices"."mail" in ('none', 'promised', 'gathered', 'sent', 'dropped'))
);
--> statement-breakpoint
ALTER TABLE "domain_events" ADD COLUMN "told_with" bigint;--> statement-breakpoint
ALTER TABLE "notice_preferences" ADD CONSTRAINT "notice_preferences_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_ticket_id_deals_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notices_by_user" ON "notices" USING btree ("user_id","id") WHERE "notices"."is_listed";--> statement-breakpoint
CREATE INDEX "notices_unread" ON "notices" USING btree ("user_id","ticket_id") WHERE "notices"."read_at" is null;--> statement-breakpoint
CREATE INDEX "notices_mailed" ON "notices" USING btree ("user_id","made_at") WHERE "notices"."mail" in ('promised', 'sent');--> statement-breakpoint
CREATE INDEX "notices_by_ticket" ON "notices" USING btree ("ticket_id");
--> statement-breakpoint
INSERT INTO "notice_cursor" ("seq") SELECT coalesce(max("seq"), 0) FROM "domain_events";
