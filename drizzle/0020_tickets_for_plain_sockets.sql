CREATE TABLE "ws_tickets" (
	"token_hash" varchar(64) PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "ws_tickets" ADD CONSTRAINT "ws_tickets_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ws_tickets_by_expiry" ON "ws_tickets" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "ws_tickets_by_session" ON "ws_tickets" USING btree ("session_id");