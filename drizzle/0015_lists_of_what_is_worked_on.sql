DROP INDEX "deals_by_created";--> statement-breakpoint
DROP INDEX "deals_by_urgency";--> statement-breakpoint
DROP INDEX "deals_unsolved_by_urgency";--> statement-breakpoint
DROP INDEX "deals_unread_by_team";--> statement-breakpoint
DROP INDEX "deals_by_due";--> statement-breakpoint
DROP INDEX "deals_by_responsible";--> statement-breakpoint
DROP INDEX "deals_by_status";--> statement-breakpoint
DROP INDEX "deals_by_category";--> statement-breakpoint
DROP INDEX "deals_by_department";--> statement-breakpoint
DROP INDEX "deals_by_stage";--> statement-breakpoint
DROP INDEX "deals_by_updated";--> statement-breakpoint
DROP INDEX "deals_by_deadline";--> statement-breakpoint
CREATE INDEX "deals_by_created" ON "deals" USING btree ("created_at","id") WHERE "deals"."crm_deleted_at" is null and "deals"."crm_left_at" is null;--> statement-breakpoint
CREATE INDEX "deals_by_urgency" ON "deals" USING btree ((case "priority" when 'urgent' then 4 when 'high' then 3 when 'medium' then 2 else 1 end),"id") WHERE "deals"."crm_deleted_at" is null and "deals"."crm_left_at" is null;--> statement-breakpoint
CREATE INDEX "deals_unsolved_by_urgency" ON "deals" USING btree ((case "priority" when 'urgent' then 4 when 'high' then 3 when 'medium' then 2 else 1 end),"id") WHERE "deals"."status" not in ('resolved', 'closed') and "deals"."crm_deleted_at" is null and "deals"."crm_left_at" is null;--> statement-breakpoint
CREATE INDEX "deals_unread_by_team" ON "deals" USING btree ("created_at","id","user_id") WHERE "deals"."is_unread_by_team" and "deals"."crm_deleted_at" is null and "deals"."crm_left_at" is null;--> statement-breakpoint
CREATE INDEX "deals_by_due" ON "deals" USING btree ((coalesce("date_deadline", '9999-12-31 00:00:00+00')),"id") WHERE "deals"."crm_deleted_at" is null and "deals"."crm_left_at" is null;--> statement-breakpoint
CREATE INDEX "deals_by_responsible" ON "deals" USING btree ("responsible_id","created_at","id") WHERE "deals"."crm_deleted_at" is null and "deals"."crm_left_at" is null;--> statement-breakpoint
CREATE INDEX "deals_by_status" ON "deals" USING btree ("status","created_at","id") WHERE "deals"."crm_deleted_at" is null and "deals"."crm_left_at" is null;--> statement-breakpoint
CREATE INDEX "deals_by_category" ON "deals" USING btree ("category_id","created_at","id") WHERE "deals"."crm_deleted_at" is null and "deals"."crm_left_at" is null;--> statement-breakpoint
CREATE INDEX "deals_by_department" ON "deals" USING btree ("assignee_department","created_at","id") WHERE "deals"."crm_deleted_at" is null and "deals"."crm_left_at" is null;--> statement-breakpoint
CREATE INDEX "deals_by_stage" ON "deals" USING btree ("stage_id","id") WHERE "deals"."crm_deleted_at" is null and "deals"."crm_left_at" is null;--> statement-breakpoint
CREATE INDEX "deals_by_updated" ON "deals" USING btree ("updated_at","id") WHERE "deals"."crm_deleted_at" is null and "deals"."crm_left_at" is null;--> statement-breakpoint
CREATE INDEX "deals_by_deadline" ON "deals" USING btree ("date_deadline") WHERE "deals"."status" not in ('resolved', 'closed') and "deals"."crm_deleted_at" is null and "deals"."crm_left_at" is null;