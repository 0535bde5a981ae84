CREATE TABLE "ticket_links" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ticket_links_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"from_id" integer NOT NULL,
	"to_id" integer NOT NULL,
	"kind" varchar(16) NOT NULL,
	"made_by_id" integer,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "ticket_links_is_one_each" UNIQUE("from_id","to_id","kind"),
	CONSTRAINT "ticket_links_kind_is_known" CHECK ("ticket_links"."kind" in ('duplicate', 'follow_up', 'parent', 'related')),
	CONSTRAINT "ticket_links_are_of_two" CHECK ("ticket_links"."from_id" <> "ticket_links"."to_id")
);
--> statement-breakpoint
CREATE TABLE "ticket_watchers" (
	"ticket_id" integer NOT NULL,
	"user_id" integer NOT NULL,
	"added_by_id" integer,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "ticket_watchers_is_one_each" PRIMARY KEY("ticket_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "deals" ADD COLUMN "watcher_ids" integer[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "deals" ADD COLUMN "merged_into_id" integer;--> statement-breakpoint
ALTER TABLE "activities" ADD COLUMN "mentions" integer[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "ticket_links" ADD CONSTRAINT "ticket_links_from_id_deals_id_fk" FOREIGN KEY ("from_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_links" ADD CONSTRAINT "ticket_links_to_id_deals_id_fk" FOREIGN KEY ("to_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_links" ADD CONSTRAINT "ticket_links_made_by_id_users_id_fk" FOREIGN KEY ("made_by_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_watchers" ADD CONSTRAINT "ticket_watchers_ticket_id_deals_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_watchers" ADD CONSTRAINT "ticket_watchers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_watchers" ADD CONSTRAINT "ticket_watchers_added_by_id_users_id_fk" FOREIGN KEY ("added_by_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ticket_links_by_to" ON "ticket_links" USING btree ("to_id");--> statement-breakpoint
CREATE UNIQUE INDEX "ticket_links_one_parent" ON "ticket_links" USING btree ("to_id") WHERE "ticket_links"."kind" = 'parent';--> statement-breakpoint
CREATE INDEX "ticket_watchers_by_user" ON "ticket_watchers" USING btree ("user_id","ticket_id");--> statement-breakpoint
CREATE INDEX "deals_by_merged_into" ON "deals" USING btree ("merged_into_id") WHERE "deals"."merged_into_id" is not null;