INSERT INTO "jobs" ("name", "payload", "is_head", "lane")
SELECT 'send-letter', jsonb_build_object('letterId', "id"), true, 0 FROM "account_letters" WHERE "next_attempt_at" IS NOT NULL;--> statement-breakpoint
DROP INDEX "account_letters_waiting";--> statement-breakpoint
ALTER TABLE "account_letters" DROP COLUMN "attempts";--> statement-breakpoint
ALTER TABLE "account_letters" DROP COLUMN "next_attempt_at";
