import { type SQL, sql } from 'drizzle-orm'
import { helpArticles, helpTexts } from '#src/db/help-schema.ts'
import { LOCALES, type Locale } from '#src/locale.ts'

export const LONGEST_QUERY = 200
const MOST_TERMS = 12

export type Terms = {
  /** What was typed, as somebody would look for it in a title. */
  typed: string
  words: readonly string[]
  /** The last word may not be at its end. */
  isTyping: boolean
  /** One of the words is enough: for whole sentences, of which no article has all. */
  isAny: boolean
}

/** Words, "in quotes" those that stand together. */
export function readTerms(text: string, { isAny = false } = {}): Terms {
  const found = [...text.matchAll(/"([^"]*)"?|([^\s"]+)/g)].slice(0, isAny ? 3 * MOST_TERMS : MOST_TERMS)
  return {
    typed: text.trim(),
    words: found.map(([, quoted, word]) => quoted ?? word ?? ''),
    isTyping: !isAny && found.at(-1)?.[2] !== undefined && !/\s$/.test(text),
    isAny,
  }
}

/** The words as this language stems them. */
export const queryIn = (locale: Locale, { words, isTyping, isAny }: Terms): SQL =>
  sql`help_query(${locale}, ${textArray(words)}, ${isTyping}::boolean, ${isAny}::boolean)`

/**
 * The texts in which they are: by their words, each text in its language; H-01: by what stands in the title, however it is
 * cut; H-05: by tag. Several rows for one text are possible.
 */
export function textsWith(terms: Terms): SQL {
  const byWords = LOCALES.map(
    (locale) => sql`
      select article_id, locale, ts_rank(search, ${queryIn(locale, terms)}) as rank from ${helpTexts}
      where locale = ${locale} and search @@ ${queryIn(locale, terms)}`,
  )
  const byTitle = sql`
    select article_id, locale, 0.5::real from ${helpTexts}
    where strpos(lower(public.unaccent(title)), lower(public.unaccent(${terms.typed}))) > 0`
  const byTag = sql`
    select t.article_id, t.locale, 0.4::real from ${helpArticles} a join ${helpTexts} t on t.article_id = a.id
    where a.tags && ${textArray(terms.words.map((word) => word.toLowerCase()))}::varchar[]`
  return sql.join(terms.typed === '' ? byWords : [...byWords, byTitle, byTag], sql` union all `)
}

const textArray = (words: readonly string[]) =>
  words.length === 0
    ? sql`array[]::text[]`
    : sql`array[${sql.join(
        words.map((word) => sql`${word}`),
        sql`, `,
      )}]::text[]`
