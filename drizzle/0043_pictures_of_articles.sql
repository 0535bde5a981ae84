CREATE TABLE "help_picture_uses" (
	"picture_id" uuid NOT NULL,
	"article_id" integer NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "help_picture_uses_picture_id_article_id_version_pk" PRIMARY KEY("picture_id","article_id","version")
);
--> statement-breakpoint
CREATE TABLE "help_pictures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" varchar(500) NOT NULL,
	"mime" varchar(128) NOT NULL,
	"extension" varchar(4) NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"size_bytes" integer NOT NULL,
	"sha256" varchar(64) NOT NULL,
	"uploaded_by" integer,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "help_pictures_key_is_unique" UNIQUE("key")
);
--> statement-breakpoint
ALTER TABLE "help_picture_uses" ADD CONSTRAINT "help_picture_uses_picture_id_help_pictures_id_fk" FOREIGN KEY ("picture_id") REFERENCES "public"."help_pictures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_picture_uses" ADD CONSTRAINT "help_picture_uses_version" FOREIGN KEY ("article_id","version") REFERENCES "public"."help_versions"("article_id","version") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_pictures" ADD CONSTRAINT "help_pictures_uploaded_by_users_id_fk" FOREIGN KEY ("uploaded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "help_picture_uses_by_version" ON "help_picture_uses" USING btree ("article_id","version");--> statement-breakpoint
CREATE INDEX "help_pictures_by_uploader" ON "help_pictures" USING btree ("uploaded_by","created_at");--> statement-breakpoint
CREATE INDEX "help_pictures_by_age" ON "help_pictures" USING btree ("created_at");