CREATE TABLE "account_letters" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" integer NOT NULL,
	"kind" varchar(32) NOT NULL,
	"promised_at" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"token_hash" varchar(64),
	"link_expires_at" timestamp with time zone,
	"link_used_at" timestamp with time zone,
	CONSTRAINT "account_letters_token_hash_is_unique" UNIQUE("token_hash"),
	CONSTRAINT "account_letters_kind_is_known" CHECK ("account_letters"."kind" in ('reset-password', 'confirm-email', 'password-changed'))
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"key" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"blocked_until" timestamp with time zone NOT NULL,
	"forgotten_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_id" integer,
	"action" varchar(64) NOT NULL,
	"subject" varchar(32) NOT NULL,
	"subject_id" integer NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"address" text,
	"request_id" varchar(64)
);
--> statement-breakpoint
CREATE TABLE "key_checks" (
	"name" varchar(64) PRIMARY KEY NOT NULL,
	"fingerprint" varchar(64) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"generation" integer DEFAULT 1 NOT NULL,
	"rotated_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"revoked_reason" varchar(32),
	"address" text NOT NULL,
	"user_agent" varchar(256)
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "users_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"full_name" varchar(64) NOT NULL,
	"matricula" varchar(15) NOT NULL,
	"email" varchar(128) NOT NULL,
	"email_confirmed_at" timestamp with time zone,
	"cpf" varchar(128) NOT NULL,
	"cpf_hash" varchar(64) NOT NULL,
	"hashed_password" varchar(256) NOT NULL,
	"role" varchar(16) DEFAULT 'requester' NOT NULL,
	"department" varchar(64) NOT NULL,
	"filial" varchar(64) NOT NULL,
	"phone_number" varchar(20),
	"profile_picture" varchar(256),
	"locale" varchar(8) DEFAULT 'pt-BR' NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_matricula_is_unique" UNIQUE("matricula"),
	CONSTRAINT "users_email_is_unique" UNIQUE("email"),
	CONSTRAINT "users_cpf_hash_is_unique" UNIQUE("cpf_hash"),
	CONSTRAINT "users_role_is_known" CHECK ("users"."role" in ('requester', 'agent', 'admin')),
	CONSTRAINT "users_locale_is_known" CHECK ("users"."locale" in ('pt-BR', 'es', 'en', 'ru'))
);
--> statement-breakpoint
ALTER TABLE "account_letters" ADD CONSTRAINT "account_letters_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_letters_waiting" ON "account_letters" USING btree ("next_attempt_at") WHERE "account_letters"."next_attempt_at" is not null;--> statement-breakpoint
CREATE INDEX "account_letters_by_user" ON "account_letters" USING btree ("user_id","promised_at");--> statement-breakpoint
CREATE INDEX "attempts_by_forgotten_at" ON "attempts" USING btree ("forgotten_at");--> statement-breakpoint
CREATE INDEX "audit_log_by_subject" ON "audit_log" USING btree ("subject","subject_id","id");--> statement-breakpoint
CREATE INDEX "sessions_by_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_by_expiry" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "users_by_full_name" ON "users" USING btree ("full_name");