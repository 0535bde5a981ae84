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
  if (isAny) return { typed: text.trim(), words: wordsOf(text), isTyping: false, isAny }
  const found = [...text.matchAll(/"([^"]*)"?|([^\s"]+)/g)].slice(0, MOST_TERMS)
  return {
    typed: text.trim(),
    words: found.map(([, quoted, word]) => quoted ?? word ?? ''),
    isTyping: found.at(-1)?.[2] !== undefined && !/\s$/.test(text),
    isAny,
  }
}

/** Each once, the first ones of a long text: what matters is said first. */
const wordsOf = (text: string) =>
  [...new Set(text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}_-]+/gu) ?? [])].slice(0, 3 * MOST_TERMS)

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
      where locale = ${locale} and search @@ ${queryIn(locale, terms)} ${terms.isAny ? isAbout(locale, terms) : sql``}`,
  )
  const byTitle = sql`
    select article_id, locale, 0.5::real from ${helpTexts}
    where strpos(lower(public.unaccent(title)), lower(public.unaccent(${terms.typed}))) > 0`
  const byTag = sql`
    select t.article_id, t.locale, 0.4::real from ${helpArticles} a join ${helpTexts} t on t.article_id = a.id
    where a.tags && ${textArray(terms.words.map((word) => word.toLowerCase()))}::varchar[]`
  const isTitle = terms.typed !== '' && !terms.isAny
  return sql.join([...byWords, ...(isTitle ? [byTitle] : []), ...(terms.typed === '' ? [] : [byTag])], UNION)
}
const UNION = sql` union all `

/** Of many words one is found almost anywhere: it has to stand in the title, or a fifth of them, and two at least, in the text. */
function isAbout(locale: Locale, { words }: Terms): SQL {
  const said = sql`tsvector_to_array(to_tsvector(help_language(${locale}), ${words.join(' ')}))`
  const shared = (found: SQL) =>
    sql`cardinality(array(select unnest(tsvector_to_array(${found})) intersect select unnest(${said})))`
  return sql`and (${shared(sql`ts_filter(search, '{a}')`)} > 0
    or ${shared(sql`search`)} >= greatest(2, cardinality(${said}) / 5))`
}

const textArray = (words: readonly string[]) =>
  words.length === 0
    ? sql`array[]::text[]`
    : sql`array[${sql.join(
        words.map((word) => sql`${word}`),
        sql`, `,
      )}]::text[]`
