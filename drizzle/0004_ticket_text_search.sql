CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
--> statement-breakpoint
CREATE FUNCTION plain_text(input text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT public.unaccent('public.unaccent', coalesce(input, ''))
$$;
--> statement-breakpoint
-- People write in four languages, and nobody says in which: each word is kept as all four would stem it.
CREATE FUNCTION four_languages(input text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('pg_catalog.portuguese', public.plain_text(input)) || to_tsvector('pg_catalog.spanish', public.plain_text(input))
    || to_tsvector('pg_catalog.english', public.plain_text(input)) || to_tsvector('pg_catalog.russian', public.plain_text(input))
$$;
--> statement-breakpoint
CREATE FUNCTION four_languages_query(input text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT websearch_to_tsquery('pg_catalog.portuguese', public.plain_text(input)) || websearch_to_tsquery('pg_catalog.spanish', public.plain_text(input))
    || websearch_to_tsquery('pg_catalog.english', public.plain_text(input)) || websearch_to_tsquery('pg_catalog.russian', public.plain_text(input))
    || websearch_to_tsquery('pg_catalog.simple', public.plain_text(input))
$$;
--> statement-breakpoint
CREATE FUNCTION ticket_search(ticket_number text, deal_id integer, title text, description text, requester_name text, tags varchar[])
  RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector('pg_catalog.simple', ticket_number || ' ' || coalesce(deal_id::text, '')), 'A')
    || setweight(public.four_languages(left(title, 255)), 'A')
    || setweight(to_tsvector('pg_catalog.simple', public.plain_text(requester_name) || ' ' || public.plain_text(array_to_string(tags, ' '))), 'B')
    || setweight(public.four_languages(left(description, 20000)), 'C')
$$;
