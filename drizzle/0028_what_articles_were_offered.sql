CREATE TABLE "filed_drafts" (
	"user_id" integer NOT NULL,
	"draft_id" uuid NOT NULL,
	"ticket_id" integer NOT NULL,
	CONSTRAINT "filed_drafts_user_id_draft_id_pk" PRIMARY KEY("user_id","draft_id")
);
--> statement-breakpoint
CREATE TABLE "help_offers" (
	"article_id" integer NOT NULL,
	"user_id" integer NOT NULL,
	"draft_id" uuid NOT NULL,
	"locale" varchar(8) NOT NULL,
	"shown_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"opened_at" timestamp with time zone,
	"solved_at" timestamp with time zone,
	CONSTRAINT "help_offers_user_id_draft_id_article_id_pk" PRIMARY KEY("user_id","draft_id","article_id")
);
--> statement-breakpoint
ALTER TABLE "filed_drafts" ADD CONSTRAINT "filed_drafts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "filed_drafts" ADD CONSTRAINT "filed_drafts_ticket_id_deals_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_offers" ADD CONSTRAINT "help_offers_article_id_help_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."help_articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_offers" ADD CONSTRAINT "help_offers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "help_offers_by_shown" ON "help_offers" USING btree ("shown_at","article_id");--> statement-breakpoint
CREATE INDEX "help_offers_by_article" ON "help_offers" USING btree ("article_id");