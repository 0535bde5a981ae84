-- As before, without what would change nothing: accents are looked for where there is a letter beyond ASCII.
CREATE OR REPLACE FUNCTION plain_text(input text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  plain text := coalesce(input, '');
BEGIN
  IF octet_length(plain) > length(plain) THEN
    plain := public.unaccent('public.unaccent', plain);
  END IF;
  IF strpos(lower(plain), 'e-mail') > 0 THEN
    plain := regexp_replace(plain, '\me-mail', 'email', 'gi');
  END IF;
  RETURN plain;
END
$$;
--> statement-breakpoint
-- The text is made plain once and not for each language. Without a letter beyond ASCII, Russian finds the words that English finds.
CREATE OR REPLACE FUNCTION four_languages(input text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  plain text := public.plain_text(input);
  portuguese text := plain;
  words tsvector;
BEGIN
  IF plain ~* '(?:[oa]es|is|ns)\M' THEN
    portuguese := public.portuguese_text(plain);
  END IF;
  words := to_tsvector('pg_catalog.portuguese', portuguese) || to_tsvector('pg_catalog.spanish', plain)
    || to_tsvector('pg_catalog.english', plain);
  IF octet_length(plain) > length(plain) THEN
    words := words || to_tsvector('pg_catalog.russian', plain);
  END IF;
  RETURN words;
END
$$;
