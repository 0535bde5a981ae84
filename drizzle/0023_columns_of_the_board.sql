DROP INDEX "deals_by_stage";--> statement-breakpoint
DROP INDEX "deals_by_closed";--> statement-breakpoint
CREATE INDEX "deals_by_stage" ON "deals" USING btree ("stage_id",(coalesce("date_deadline", '9999-12-31 00:00:00+00')),"id") WHERE "deals"."crm_deleted_at" is null and "deals"."crm_left_at" is null;--> statement-breakpoint
CREATE INDEX "deals_by_closed" ON "deals" USING btree ("closed_at","stage_id") WHERE "deals"."crm_deleted_at" is null and "deals"."crm_left_at" is null;