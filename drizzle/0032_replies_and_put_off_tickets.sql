CREATE TABLE "close_notices" (
	"ticket_id" integer NOT NULL,
	"resolved_at" timestamp with time zone NOT NULL,
	"closes_at" timestamp with time zone NOT NULL,
	CONSTRAINT "close_notices_once" PRIMARY KEY("ticket_id","resolved_at")
);
--> statement-breakpoint
CREATE TABLE "macro_uses" (
	"user_id" integer NOT NULL,
	"client_id" varchar(128) NOT NULL,
	"macro_id" integer NOT NULL,
	"ticket_id" integer NOT NULL,
	"job_id" bigint,
	"used_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "macro_uses_once" PRIMARY KEY("user_id","client_id")
);
--> statement-breakpoint
CREATE TABLE "replies" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "replies_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"kind" varchar(8) NOT NULL,
	"owner_id" integer NOT NULL,
	"title" varchar(120) NOT NULL,
	"body" text NOT NULL,
	"is_internal" boolean DEFAULT false NOT NULL,
	"changes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"is_shared" boolean DEFAULT false NOT NULL,
	"locale" varchar(8),
	"position" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "replies_kind_is_known" CHECK ("replies"."kind" in ('reply', 'macro')),
	CONSTRAINT "replies_locale_is_known" CHECK ("replies"."locale" in ('pt-BR', 'es', 'en', 'ru'))
);
--> statement-breakpoint
ALTER TABLE "deals" ADD COLUMN "snoozed_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "close_notices" ADD CONSTRAINT "close_notices_ticket_id_deals_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."deals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "macro_uses" ADD CONSTRAINT "macro_uses_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "macro_uses" ADD CONSTRAINT "macro_uses_ticket_id_deals_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."deals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "replies_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "macro_uses_by_age" ON "macro_uses" USING btree ("used_at");--> statement-breakpoint
CREATE INDEX "replies_by_owner" ON "replies" USING btree ("owner_id","kind");--> statement-breakpoint
CREATE INDEX "deals_snoozed" ON "deals" USING btree ("snoozed_until") WHERE "deals"."snoozed_until" is not null;