DROP INDEX "job_history_by_end";--> statement-breakpoint
DROP INDEX "jobs_oldest_due";--> statement-breakpoint
DROP INDEX "jobs_leased";--> statement-breakpoint
CREATE INDEX "jobs_running" ON "jobs" USING btree ("id") WHERE "jobs"."state" = 'running';