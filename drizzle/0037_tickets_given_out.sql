CREATE TABLE "auto_assignment" (
	"department" varchar(100) PRIMARY KEY NOT NULL,
	"is_on" boolean NOT NULL,
	"changed_by_id" integer,
	"changed_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "team_presence" (
	"user_id" integer PRIMARY KEY NOT NULL,
	"seen_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"given_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "auto_assignment" ADD CONSTRAINT "auto_assignment_changed_by_id_users_id_fk" FOREIGN KEY ("changed_by_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_presence" ADD CONSTRAINT "team_presence_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "team_presence_by_seen" ON "team_presence" USING btree ("seen_at");