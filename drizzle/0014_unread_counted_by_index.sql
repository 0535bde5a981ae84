DROP INDEX "deals_unread_by_team";--> statement-breakpoint
CREATE INDEX "deals_unread_by_team" ON "deals" USING btree ("created_at","id","user_id") WHERE "deals"."is_unread_by_team";