CREATE OR REPLACE FUNCTION plain_text(input text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(public.unaccent('public.unaccent', coalesce(input, '')), '\me-mail', 'email', 'gi')
$$;
--> statement-breakpoint
-- The stemmer knows conexao and conexoes, mensagem and mensagens, papel and papeis for different words.
CREATE FUNCTION portuguese_text(input text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(regexp_replace(regexp_replace(public.plain_text(input),
    '(\w\w)(?:oes|aes)\M', '\1ao', 'gi'), '(\w\w[aeou])is\M', '\1l', 'gi'), '(\w\w)ns\M', '\1m', 'gi')
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION four_languages(input text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('pg_catalog.portuguese', public.portuguese_text(input)) || to_tsvector('pg_catalog.spanish', public.plain_text(input))
    || to_tsvector('pg_catalog.english', public.plain_text(input)) || to_tsvector('pg_catalog.russian', public.plain_text(input))
$$;
--> statement-breakpoint
DROP FUNCTION four_languages_query(text);
--> statement-breakpoint
-- All terms, each in any language. What is a small word in one of the languages ("de", "the") is not asked for, unless there
-- is nothing else. The last one may be the beginning of a word that somebody is still typing.
CREATE FUNCTION ticket_query(terms text[], is_typing boolean) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH term AS (
    SELECT position, public.plain_text(given) AS plain, public.portuguese_text(given) AS portuguese,
      is_typing AND position = cardinality(terms) AS is_beginning
    FROM unnest(terms) WITH ORDINALITY AS each (given, position)
  ), said AS (
    SELECT position, CASE WHEN is_beginning
      THEN to_tsquery(language, '''' || replace(replace(wording, '\', ' '), '''', ' ') || ''':*')
      ELSE phraseto_tsquery(language, wording) END AS query
    FROM term, LATERAL (VALUES ('pg_catalog.portuguese'::regconfig, portuguese), ('pg_catalog.spanish', plain),
      ('pg_catalog.english', plain), ('pg_catalog.russian', plain), ('pg_catalog.simple', plain)) AS each (language, wording)
  ), any_language AS (
    SELECT position, '(' || string_agg(DISTINCT query::text, ' | ') FILTER (WHERE numnode(query) > 0) || ')' AS query,
      bool_or(numnode(query) = 0) AS is_small
    FROM said GROUP BY position
  )
  SELECT coalesce(string_agg(query, ' & ') FILTER (WHERE NOT is_small), string_agg(query, ' & '), '')::tsquery FROM any_language
$$;
--> statement-breakpoint
-- What is found by these functions is computed anew.
UPDATE deals SET title = title;
--> statement-breakpoint
DROP INDEX "activities_by_ticket";--> statement-breakpoint
DROP INDEX "deals_by_user";--> statement-breakpoint
DROP INDEX "deals_by_responsible";--> statement-breakpoint
DROP INDEX "deals_by_status";--> statement-breakpoint
CREATE INDEX "deals_by_created" ON "deals" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "deals_by_urgency" ON "deals" USING btree ((case "priority" when 'urgent' then 4 when 'high' then 3 when 'medium' then 2 else 1 end),"id");--> statement-breakpoint
CREATE INDEX "deals_unsolved_by_urgency" ON "deals" USING btree ((case "priority" when 'urgent' then 4 when 'high' then 3 when 'medium' then 2 else 1 end),"id") WHERE "deals"."status" not in ('resolved', 'closed');--> statement-breakpoint
CREATE INDEX "deals_unread_by_team" ON "deals" USING btree ("created_at","id") WHERE "deals"."is_unread_by_team";--> statement-breakpoint
CREATE INDEX "deals_by_due" ON "deals" USING btree ((coalesce("date_deadline", '9999-12-31 00:00:00+00')),"id");--> statement-breakpoint
CREATE INDEX "deals_by_category" ON "deals" USING btree ("category_id","created_at","id");--> statement-breakpoint
CREATE INDEX "deals_by_department" ON "deals" USING btree ("assignee_department","created_at","id");--> statement-breakpoint
CREATE INDEX "deals_by_number" ON "deals" USING btree ("ticket_number" varchar_pattern_ops);--> statement-breakpoint
CREATE INDEX "activities_by_ticket" ON "activities" USING btree ("ticket_id","created_at","id");--> statement-breakpoint
CREATE INDEX "deals_by_user" ON "deals" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "deals_by_responsible" ON "deals" USING btree ("responsible_id","created_at","id");--> statement-breakpoint
CREATE INDEX "deals_by_status" ON "deals" USING btree ("status","created_at","id");