import { inArray, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { type ArticleKind, helpArticles, helpTexts } from '#src/db/help-schema.ts'
import { categories } from '#src/db/ticket-schema.ts'
import { escapeHtml } from '#src/html.ts'
import type { ArticleId } from '#src/ids.ts'
import { LOCALES, type Locale } from '#src/locale.ts'
import type { FoundArticle } from './article.ts'
import { showLine, type TextRow } from './queries.ts'
import { queryIn, readTerms, type Terms, textsWith } from './search-terms.ts'

type Wanted = { locale: Locale; kind?: ArticleKind | undefined; limit: number; isAny?: boolean }
type Hit = { articleId: ArticleId; locale: Locale }

/**
 * H-05: what is published and has these words, what is in the reader's language first, then the best. Each article once, in
 * the language in which it has them.
 */
export async function searchHelp(
  db: Db,
  q: string,
  { locale, kind, limit, isAny = false }: Wanted,
): Promise<FoundArticle[]> {
  const terms = readTerms(q, { isAny })
  if (terms.words.length === 0) return []
  // The columns are named as the type says.
  const hits = (await db.execute(sql`
    select article_id as "articleId", locale from (
      select distinct on (f.article_id) f.article_id, f.locale, f.rank from (
        select article_id, locale, sum(rank) as rank from (${textsWith(terms)}) found group by article_id, locale) f
      join ${helpArticles} a on a.id = f.article_id
      where a.status = 'published' ${kind ? sql`and a.kind = ${kind}` : sql``}
      order by f.article_id, f.locale = ${locale} desc, f.rank desc) best
    order by locale = ${locale} desc, rank desc, article_id limit ${limit}`)) as unknown as Hit[]
  return showHits(db, hits, terms)
}

async function showHits(db: Db, hits: readonly Hit[], terms: Terms): Promise<FoundArticle[]> {
  if (hits.length === 0) return []
  const ids = hits.map(({ articleId }) => articleId)
  const rows = await db
    .select({ article: helpArticles, text: helpTexts, category: categories, ...highlightsOf(terms) })
    .from(helpTexts)
    .innerJoin(helpArticles, sql`${helpArticles.id} = ${helpTexts.articleId}`)
    .innerJoin(categories, sql`${categories.id} = ${helpArticles.categoryId}`)
    .where(inArray(helpTexts.articleId, ids))
  return hits.flatMap((hit) => {
    const row = rows.find(({ text }) => isText(text, hit))
    if (!row) return []
    const highlight = { title: marked(row.inTitle), excerpt: marked(row.inBody) }
    return [{ ...showLine(row), highlight }]
  })
}

const isText = (text: TextRow, { articleId, locale }: Hit) =>
  text.articleId === articleId && text.locale === locale

/** Of no language, so that nobody types them. */
const [START, STOP] = ['\uE000', '\uE001']
const markers = `StartSel=${START}, StopSel=${STOP}`

function highlightsOf(terms: Terms) {
  const headline = (column: typeof helpTexts.title | typeof helpTexts.plain, options: string) =>
    sql<string>`case ${helpTexts.locale} ${sql.join(
      LOCALES.map(
        (locale) =>
          sql`when ${locale} then ts_headline(help_language(${locale}), ${column}, ${queryIn(locale, terms)}, ${options})`,
      ),
      sql` `,
    )} end`
  return {
    inTitle: headline(helpTexts.title, `${markers}, HighlightAll=true`),
    inBody: headline(
      helpTexts.plain,
      `${markers}, MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" … "`,
    ),
  }
}

/** Escaped first, so that nothing but our own marks is markup; one that is not closed within is closed at the end. */
function marked(text: string): string {
  let isOpen = false
  const html = escapeHtml(text).replace(/[\uE000\uE001]/g, (marker) => {
    const opens = marker === START
    if (opens === isOpen) return ''
    isOpen = opens
    return opens ? '<mark>' : '</mark>'
  })
  return isOpen ? `${html}</mark>` : html
}
