CREATE TABLE "noted_tickets" (
	"ticket_id" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ticket_facts" (
	"created_at" timestamp with time zone NOT NULL,
	"resolved_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"rated_at" timestamp with time zone,
	"late_at" timestamp with time zone,
	"short_at" timestamp with time zone,
	"answered_us" bigint,
	"solved_us" bigint,
	"id" integer PRIMARY KEY NOT NULL,
	"category_id" integer,
	"responsible_id" integer,
	"responsible_crm_id" integer,
	"reopen_count" integer NOT NULL,
	"rating" smallint,
	"is_fulfilled" boolean NOT NULL,
	"status" varchar(20) NOT NULL,
	"priority" varchar(8) NOT NULL,
	"assignee_department" varchar(100),
	"responsible" varchar(255),
	"tags" varchar(40)[] NOT NULL
);
--> statement-breakpoint
CREATE INDEX "ticket_facts_by_created" ON "ticket_facts" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "ticket_facts_by_resolved" ON "ticket_facts" USING btree ("resolved_at","id") WHERE "ticket_facts"."resolved_at" is not null;--> statement-breakpoint
CREATE INDEX "ticket_facts_by_closed" ON "ticket_facts" USING btree ("closed_at","id") WHERE "ticket_facts"."closed_at" is not null;--> statement-breakpoint
CREATE INDEX "ticket_facts_by_rated" ON "ticket_facts" USING btree ("rated_at","id","rating") WHERE "ticket_facts"."rated_at" is not null;--> statement-breakpoint
-- Vacuumed by what came and went since, however much there is.
ALTER TABLE "noted_tickets" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
--> statement-breakpoint
-- The one place that says what a fact is. Columns in the order of ticket_facts.
CREATE VIEW "live_ticket_facts" AS
SELECT
  deals.created_at, deals.resolved_at, deals.closed_at, deals.rated_at,
  CASE
    WHEN first.breached_at IS NOT NULL OR next.breached_at IS NOT NULL OR solving.breached_at IS NOT NULL
      OR EXISTS (SELECT FROM sla_warnings w WHERE w.ticket_id = deals.id AND w.percent = 100)
    THEN '-infinity'::timestamptz
    ELSE least(
      CASE WHEN first.state = 'running' THEN first.due_at END,
      CASE WHEN next.state = 'running' THEN next.due_at END,
      CASE WHEN solving.state = 'running' THEN solving.due_at END)
  END AS late_at,
  least(
    CASE WHEN first.state = 'running' THEN first.at_risk_at END,
    CASE WHEN next.state = 'running' THEN next.at_risk_at END,
    CASE WHEN solving.state = 'running' THEN solving.at_risk_at END) AS short_at,
  (extract(epoch FROM coalesce(first.fulfilled_at - first.started_at, deals.first_response_at - deals.created_at))
    * 1000000)::bigint AS answered_us,
  (extract(epoch FROM coalesce(
    CASE WHEN solving.state = 'fulfilled' THEN solving.fulfilled_at - solving.started_at END,
    CASE WHEN deals.status IN ('resolved', 'closed') THEN deals.resolved_at - deals.created_at END))
    * 1000000)::bigint AS solved_us,
  deals.id, deals.category_id, deals.responsible_id, deals.responsible_crm_id, deals.reopen_count, deals.rating,
  coalesce(solving.state = 'fulfilled', false) AS is_fulfilled,
  deals.status, deals.priority, deals.assignee_department, deals.responsible, deals.tags
FROM deals
LEFT JOIN sla_clocks first ON first.ticket_id = deals.id AND first.clock = 'first_response'
LEFT JOIN sla_clocks next ON next.ticket_id = deals.id AND next.clock = 'next_response'
LEFT JOIN sla_clocks solving ON solving.ticket_id = deals.id AND solving.clock = 'resolution'
WHERE deals.crm_deleted_at IS NULL AND deals.crm_left_at IS NULL;
--> statement-breakpoint
-- Of a table that is empty now and then Postgres believes so for too long, and would read it again for each fact: here it is told what to
-- expect. In the snapshot of whoever asks.
CREATE FUNCTION tickets_noted() RETURNS SETOF integer LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 AS $$
BEGIN
  RETURN QUERY SELECT ticket_id FROM noted_tickets;
END $$;
--> statement-breakpoint
-- What is read: in one statement, and so in one snapshot, the facts of what is not noted, and what is so of the rest.
CREATE VIEW "counted_tickets" AS
WITH counted AS NOT MATERIALIZED (
  SELECT * FROM ticket_facts WHERE NOT EXISTS (SELECT FROM tickets_noted() noted WHERE noted = ticket_facts.id)
  UNION ALL
  SELECT * FROM live_ticket_facts WHERE id IN (SELECT tickets_noted())
)
-- Conditions that all lists have are fulfilled by each of them.
SELECT counted.*, NULL::timestamptz AS crm_deleted_at, NULL::timestamptz AS crm_left_at FROM counted;
--> statement-breakpoint
-- A line for each row that a statement changed, in its transaction: seen with the change, or not at all.
CREATE FUNCTION note_tickets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_table_name = 'deals' THEN
    INSERT INTO noted_tickets SELECT id FROM changed;
  ELSE
    INSERT INTO noted_tickets SELECT DISTINCT ticket_id FROM changed;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION note_all_tickets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO noted_tickets SELECT id FROM ticket_facts;
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  noted text;
BEGIN
  FOREACH noted IN ARRAY ARRAY['deals', 'sla_clocks', 'sla_warnings'] LOOP
    EXECUTE format('CREATE TRIGGER notes_inserted AFTER INSERT ON %I REFERENCING NEW TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION note_tickets()', noted);
    EXECUTE format('CREATE TRIGGER notes_updated AFTER UPDATE ON %I REFERENCING NEW TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION note_tickets()', noted);
    EXECUTE format('CREATE TRIGGER notes_deleted AFTER DELETE ON %I REFERENCING OLD TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION note_tickets()', noted);
    EXECUTE format('CREATE TRIGGER notes_truncated AFTER TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION note_all_tickets()', noted);
  END LOOP;
END $$;
--> statement-breakpoint
-- What is there already is filled in as if it had just changed. Whoever was writing was waited for by the triggers.
INSERT INTO noted_tickets SELECT id FROM deals;
