ALTER TABLE "sla_history" ALTER COLUMN "data" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "sla_history" ALTER COLUMN "data" DROP NOT NULL;