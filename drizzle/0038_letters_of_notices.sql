CREATE TABLE "rating_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"notice_id" bigint NOT NULL,
	"user_id" integer NOT NULL,
	"ticket_id" integer NOT NULL,
	"resolved_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "rating_links_is_one_each" UNIQUE("notice_id")
);
--> statement-breakpoint
ALTER TABLE "notice_preferences" ADD COLUMN "letters" varchar(8) DEFAULT 'now' NOT NULL;--> statement-breakpoint
ALTER TABLE "notice_preferences" ADD COLUMN "quiet_from" smallint;--> statement-breakpoint
ALTER TABLE "notice_preferences" ADD COLUMN "quiet_to" smallint;--> statement-breakpoint
ALTER TABLE "notice_preferences" ADD COLUMN "time_zone" varchar(64);--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "gathered_by" bigint;--> statement-breakpoint
ALTER TABLE "rating_links" ADD CONSTRAINT "rating_links_notice_id_notices_id_fk" FOREIGN KEY ("notice_id") REFERENCES "public"."notices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rating_links" ADD CONSTRAINT "rating_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rating_links" ADD CONSTRAINT "rating_links_ticket_id_deals_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notices_by_digest" ON "notices" USING btree ("gathered_by") WHERE "notices"."gathered_by" is not null;--> statement-breakpoint
CREATE INDEX "notices_gathered" ON "notices" USING btree ("user_id","id") WHERE "notices"."mail" = 'gathered';