DROP INDEX "webhook_inbox_routed";--> statement-breakpoint
ALTER TABLE "webhook_inbox" ADD COLUMN "other_deals" integer[];--> statement-breakpoint
CREATE INDEX "webhook_inbox_by_deal" ON "webhook_inbox" USING btree ("deal_id","id") WHERE "webhook_inbox"."state" in ('routed', 'parked');--> statement-breakpoint
CREATE INDEX "webhook_inbox_of_several" ON "webhook_inbox" USING btree ("id") WHERE "webhook_inbox"."other_deals" is not null and "webhook_inbox"."state" in ('routed', 'parked');