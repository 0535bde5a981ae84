-- Some endings are known by their accent alone (imprimían): words are kept as they are stemmed with it, too.
CREATE FUNCTION help_stemmer(locale text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE locale WHEN 'es' THEN 'pg_catalog.spanish'::regconfig WHEN 'en' THEN 'pg_catalog.english'::regconfig
    WHEN 'ru' THEN 'pg_catalog.russian'::regconfig ELSE 'pg_catalog.portuguese'::regconfig END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION help_search(locale text, title text, description text, body text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector(public.help_language(locale), title) || to_tsvector(public.help_stemmer(locale), title), 'A')
    || setweight(to_tsvector(public.help_language(locale), coalesce(description, '')), 'B')
    || setweight(to_tsvector(public.help_language(locale), body) || to_tsvector(public.help_stemmer(locale), body), 'C')
$$;
--> statement-breakpoint
-- The terms, all of them or any, as words of one language; small words of it are not asked for, unless there is nothing else.
-- The last term may be the beginning of a word. In Portuguese, conexao is asked for as conexoes too, papel as papeis, mensagem as
-- mensagens: the stemmer knows them for different words.
CREATE OR REPLACE FUNCTION help_query(locale text, terms text[], is_typing boolean, is_any boolean) RETURNS tsquery
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH term AS (
    SELECT position, given, is_typing AND position = cardinality(terms) AS is_beginning,
      lower(public.unaccent('public.unaccent', given)) AS plain,
      numnode(phraseto_tsquery(public.help_stemmer(locale), given)) = 0 AS is_small
    FROM unnest(terms) WITH ORDINALITY AS each (given, position)
  ), wording AS (
    SELECT position, is_beginning, is_small, given AS wording FROM term
    UNION SELECT position, false, is_small, other FROM term, LATERAL (VALUES
      (CASE WHEN plain ~ '\w\w(oes|aes)$' THEN regexp_replace(plain, '(oes|aes)$', 'ao') END),
      (CASE WHEN plain ~ '\w\wao$' THEN regexp_replace(plain, 'ao$', 'oes') END),
      (CASE WHEN plain ~ '\w\w[aeou]is$' THEN regexp_replace(plain, 'is$', 'l') END),
      (CASE WHEN plain ~ '\w\w[aeou]l$' THEN regexp_replace(plain, 'l$', 'is') END),
      (CASE WHEN plain ~ '\w\wns$' THEN regexp_replace(plain, 'ns$', 'm') END),
      (CASE WHEN plain ~ '\w\wm$' THEN regexp_replace(plain, 'm$', 'ns') END)
    ) AS each (other) WHERE locale = 'pt-BR' AND other IS NOT NULL
  ), said AS (
    SELECT position, is_small, CASE WHEN is_beginning
      THEN to_tsquery(public.help_language(locale), '''' || replace(replace(wording, '\', ' '), '''', ' ') || ''':*')
      ELSE phraseto_tsquery(public.help_language(locale), wording) END AS query
    FROM wording
    UNION ALL SELECT position, is_small, phraseto_tsquery(public.help_stemmer(locale), given) FROM term WHERE NOT is_beginning
  ), either AS (
    SELECT position, bool_and(is_small) AS is_small,
      '(' || string_agg(DISTINCT query::text, ' | ') FILTER (WHERE numnode(query) > 0) || ')' AS query
    FROM said GROUP BY position
  )
  SELECT coalesce(string_agg(query, CASE WHEN is_any THEN ' | ' ELSE ' & ' END) FILTER (WHERE NOT is_small),
    string_agg(query, CASE WHEN is_any THEN ' | ' ELSE ' & ' END), '')::tsquery FROM either
$$;
--> statement-breakpoint
-- What is found by these functions is computed anew.
UPDATE help_texts SET title = title;
