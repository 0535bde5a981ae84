CREATE TABLE "sign_ups" (
	"id" integer PRIMARY KEY NOT NULL,
	"full_name" varchar(64) NOT NULL,
	"matricula" varchar(15) NOT NULL,
	"email" varchar(128) NOT NULL,
	"cpf" varchar(128) NOT NULL,
	"cpf_hash" varchar(64) NOT NULL,
	"hashed_password" varchar(256) NOT NULL,
	"department" varchar(64) NOT NULL,
	"filial" varchar(64) NOT NULL,
	"locale" varchar(8) NOT NULL,
	"state" varchar(16) DEFAULT 'waiting' NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	"decided_by_id" integer,
	"reason" varchar(500),
	"letter_sent_at" timestamp with time zone,
	CONSTRAINT "sign_ups_state_is_known" CHECK ("sign_ups"."state" in ('waiting', 'approved', 'refused'))
);
--> statement-breakpoint
ALTER TABLE "sign_ups" ADD CONSTRAINT "sign_ups_decided_by_id_users_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "sign_ups_matricula_is_unique" ON "sign_ups" USING btree ("matricula") WHERE "sign_ups"."state" = 'waiting';--> statement-breakpoint
CREATE UNIQUE INDEX "sign_ups_email_is_unique" ON "sign_ups" USING btree ("email") WHERE "sign_ups"."state" = 'waiting';--> statement-breakpoint
CREATE UNIQUE INDEX "sign_ups_cpf_hash_is_unique" ON "sign_ups" USING btree ("cpf_hash") WHERE "sign_ups"."state" = 'waiting';