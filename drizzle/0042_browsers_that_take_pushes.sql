CREATE TABLE "push_devices" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "push_devices_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"session_id" uuid NOT NULL,
	"endpoint" varchar(1024) NOT NULL,
	"p256dh" varchar(87) NOT NULL,
	"auth" varchar(22) NOT NULL,
	"made_for" varchar(87) NOT NULL,
	"made_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "push_devices_endpoint_is_unique" UNIQUE("endpoint"),
	CONSTRAINT "push_devices_is_one_for_each_session" UNIQUE("session_id")
);
--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "is_pushed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "push_devices" ADD CONSTRAINT "push_devices_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_devices" ADD CONSTRAINT "push_devices_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "push_devices_by_user" ON "push_devices" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "notices_pushed" ON "notices" USING btree ("user_id","made_at") WHERE "notices"."is_pushed";--> statement-breakpoint
CREATE INDEX "notices_by_age" ON "notices" USING btree ("made_at");--> statement-breakpoint
CREATE INDEX "rating_links_by_expiry" ON "rating_links" USING btree ("expires_at");