-- As Postgres stems each language, but whatever its accents, so that what is found can be shown where it stands.
CREATE TEXT SEARCH CONFIGURATION help_pt (COPY = pg_catalog.portuguese);
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION help_pt ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, portuguese_stem;
--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION help_es (COPY = pg_catalog.spanish);
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION help_es ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, spanish_stem;
--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION help_en (COPY = pg_catalog.english);
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION help_en ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, english_stem;
--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION help_ru (COPY = pg_catalog.russian);
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION help_ru ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, russian_stem;
--> statement-breakpoint
CREATE FUNCTION help_language(locale text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE locale WHEN 'es' THEN 'public.help_es'::regconfig WHEN 'en' THEN 'public.help_en'::regconfig
    WHEN 'ru' THEN 'public.help_ru'::regconfig ELSE 'public.help_pt'::regconfig END
$$;
--> statement-breakpoint
CREATE FUNCTION help_search(locale text, title text, description text, body text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector(public.help_language(locale), title), 'A')
    || setweight(to_tsvector(public.help_language(locale), coalesce(description, '')), 'B')
    || setweight(to_tsvector(public.help_language(locale), body), 'C')
$$;
--> statement-breakpoint
-- The terms, all of them or any, as words of one language; small words of it are not asked for, unless there is nothing else.
-- The last term may be the beginning of a word. In Portuguese, conexao is asked for as conexoes too, papel as papeis, mensagem as
-- mensagens: the stemmer knows them for different words.
CREATE FUNCTION help_query(locale text, terms text[], is_typing boolean, is_any boolean) RETURNS tsquery
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH term AS (
    SELECT position, given, is_typing AND position = cardinality(terms) AS is_beginning,
      lower(public.unaccent('public.unaccent', given)) AS plain,
      numnode(phraseto_tsquery(CASE locale WHEN 'es' THEN 'pg_catalog.spanish'::regconfig WHEN 'en' THEN 'pg_catalog.english'::regconfig
        WHEN 'ru' THEN 'pg_catalog.russian'::regconfig ELSE 'pg_catalog.portuguese'::regconfig END, given)) = 0 AS is_small
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
  ), either AS (
    SELECT position, bool_and(is_small) AS is_small,
      '(' || string_agg(DISTINCT query::text, ' | ') FILTER (WHERE numnode(query) > 0) || ')' AS query
    FROM said GROUP BY position
  )
  SELECT coalesce(string_agg(query, CASE WHEN is_any THEN ' | ' ELSE ' & ' END) FILTER (WHERE NOT is_small),
    string_agg(query, CASE WHEN is_any THEN ' | ' ELSE ' & ' END), '')::tsquery FROM either
$$;
--> statement-breakpoint
-- H-04: what articles are about, to begin with.
INSERT INTO categories (slug, labels, kind, position) VALUES
  ('account', '{"pt-BR": "Conta", "es": "Cuenta", "en": "Account", "ru": "Учётная запись"}', 'article', 10),
  ('rides', '{"pt-BR": "Corridas", "es": "Viajes", "en": "Rides", "ru": "Поездки"}', 'article', 20),
  ('payment', '{"pt-BR": "Pagamento", "es": "Pagos", "en": "Payment", "ru": "Оплата"}', 'article', 30),
  ('safety', '{"pt-BR": "Segurança", "es": "Seguridad", "en": "Safety", "ru": "Безопасность"}', 'article', 40),
  ('driver', '{"pt-BR": "Motoristas", "es": "Conductores", "en": "Drivers", "ru": "Водителям"}', 'article', 50),
  ('other', '{"pt-BR": "Outros assuntos", "es": "Otros temas", "en": "Other", "ru": "Другое"}', 'article', 60);
--> statement-breakpoint
CREATE TABLE "help_articles" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "help_articles_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"kind" varchar(8) NOT NULL,
	"category_id" integer NOT NULL,
	"status" varchar(10) DEFAULT 'draft' NOT NULL,
	"is_featured" boolean DEFAULT false NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"tags" varchar(40)[] DEFAULT '{}' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"view_count" integer DEFAULT 0 NOT NULL,
	"helpful_count" integer DEFAULT 0 NOT NULL,
	"not_helpful_count" integer DEFAULT 0 NOT NULL,
	"author_id" integer,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"published_at" timestamp with time zone,
	CONSTRAINT "help_articles_kind_is_known" CHECK ("help_articles"."kind" in ('article', 'faq')),
	CONSTRAINT "help_articles_status_is_known" CHECK ("help_articles"."status" in ('draft', 'published', 'archived'))
);
--> statement-breakpoint
CREATE TABLE "help_slugs" (
	"slug" varchar(120) PRIMARY KEY NOT NULL,
	"article_id" integer NOT NULL,
	"locale" varchar(8) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "help_texts" (
	"article_id" integer NOT NULL,
	"locale" varchar(8) NOT NULL,
	"slug" varchar(120) NOT NULL,
	"title" varchar(500) NOT NULL,
	"meta_title" varchar(200),
	"meta_description" varchar(500),
	"body" text NOT NULL,
	"plain" text NOT NULL,
	"search" "tsvector" GENERATED ALWAYS AS (help_search(locale, title, meta_description, plain)) STORED,
	CONSTRAINT "help_texts_article_id_locale_pk" PRIMARY KEY("article_id","locale"),
	CONSTRAINT "help_texts_slug_is_unique" UNIQUE("slug"),
	CONSTRAINT "help_texts_locale_is_known" CHECK ("help_texts"."locale" in ('pt-BR', 'es', 'en', 'ru'))
);
--> statement-breakpoint
CREATE TABLE "help_versions" (
	"article_id" integer NOT NULL,
	"version" integer NOT NULL,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"actor_id" integer,
	"restored" integer,
	"content" jsonb NOT NULL,
	CONSTRAINT "help_versions_article_id_version_pk" PRIMARY KEY("article_id","version")
);
--> statement-breakpoint
CREATE TABLE "help_views" (
	"article_id" integer NOT NULL,
	"day" date NOT NULL,
	"visitor" varchar(80) NOT NULL,
	CONSTRAINT "help_views_article_id_day_visitor_pk" PRIMARY KEY("article_id","day","visitor")
);
--> statement-breakpoint
CREATE TABLE "help_votes" (
	"article_id" integer NOT NULL,
	"voter" varchar(80) NOT NULL,
	"user_id" integer,
	"locale" varchar(8) NOT NULL,
	"is_helpful" boolean NOT NULL,
	"comment" text,
	"voted_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "help_votes_article_id_voter_pk" PRIMARY KEY("article_id","voter")
);
--> statement-breakpoint
ALTER TABLE "help_articles" ADD CONSTRAINT "help_articles_category_id_categories_id_fk" FOREIGN KEY ("category_id") REFERENCES "public"."categories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_articles" ADD CONSTRAINT "help_articles_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_slugs" ADD CONSTRAINT "help_slugs_article_id_help_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."help_articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_texts" ADD CONSTRAINT "help_texts_article_id_help_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."help_articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_versions" ADD CONSTRAINT "help_versions_article_id_help_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."help_articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_versions" ADD CONSTRAINT "help_versions_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_views" ADD CONSTRAINT "help_views_article_id_help_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."help_articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_votes" ADD CONSTRAINT "help_votes_article_id_help_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."help_articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_votes" ADD CONSTRAINT "help_votes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "help_articles_in_order" ON "help_articles" USING btree ("kind","status","position","id");--> statement-breakpoint
CREATE INDEX "help_articles_by_category" ON "help_articles" USING btree ("category_id");--> statement-breakpoint
CREATE INDEX "help_slugs_by_article" ON "help_slugs" USING btree ("article_id");--> statement-breakpoint
CREATE INDEX "help_texts_by_search" ON "help_texts" USING gin ("search");--> statement-breakpoint
CREATE INDEX "help_views_by_day" ON "help_views" USING btree ("day");--> statement-breakpoint
CREATE INDEX "help_votes_with_comment" ON "help_votes" USING btree ("article_id","voted_at") WHERE "help_votes"."comment" is not null;