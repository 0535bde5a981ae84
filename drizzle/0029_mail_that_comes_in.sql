CREATE TABLE "inbound_mails" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inbound_mails_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"received_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"key" varchar(128) NOT NULL,
	"size_bytes" integer NOT NULL,
	"signature" varchar(64) NOT NULL,
	"from_email" varchar(255),
	"subject" varchar(255),
	"claim" varchar(64),
	"verdict" varchar(8),
	"reason" varchar(32),
	"ticket_id" integer,
	"activity_id" integer,
	"settled_at" timestamp with time zone,
	CONSTRAINT "inbound_mails_key_is_unique" UNIQUE("key"),
	CONSTRAINT "inbound_mails_signature_is_unique" UNIQUE("signature"),
	CONSTRAINT "inbound_mails_claim_is_unique" UNIQUE("claim"),
	CONSTRAINT "inbound_mails_verdict_is_known" CHECK ("inbound_mails"."verdict" in ('message', 'ticket', 'answered', 'ignored'))
);
--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD CONSTRAINT "inbound_mails_ticket_id_deals_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD CONSTRAINT "inbound_mails_activity_id_activities_id_fk" FOREIGN KEY ("activity_id") REFERENCES "public"."activities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "inbound_mails_by_received" ON "inbound_mails" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "inbound_mails_by_ticket" ON "inbound_mails" USING btree ("ticket_id","received_at");--> statement-breakpoint
CREATE INDEX "inbound_mails_by_sender" ON "inbound_mails" USING btree ("from_email","received_at");--> statement-breakpoint
CREATE INDEX "activities_by_mail" ON "activities" USING btree ("mail_message_id") WHERE "activities"."mail_message_id" is not null;