import { and, arrayContains, asc, count, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { type ArticleKind, type ArticleStatus, helpArticles, helpTexts } from '#src/db/help-schema.ts'
import { categories } from '#src/db/ticket-schema.ts'
import type { Locale } from '#src/locale.ts'
import type { ArticleLine, EditedLine } from './article.ts'
import { isPublished, labelIn, type Place, type Shown, selectShown, showLine, textsOf } from './queries.ts'
import { readTerms, textsWith } from './search-terms.ts'

export const ARTICLE_ORDERS = ['order', 'popular', 'recent'] as const
export type ArticleSort = (typeof ARTICLE_ORDERS)[number]

export type ArticleFilter = {
  kind: ArticleKind
  locale: Locale
  category?: string | undefined
  q?: string | undefined
  tag?: string | undefined
  isFeatured?: boolean | undefined
  sort?: ArticleSort | undefined
}
type Found<T> = { items: T[]; total: number; nextCursor: number | null }

/** H-01, H-05, H-07: what readers find. */
export async function listArticles(db: Db, filter: ArticleFilter, place: Place): Promise<Found<ArticleLine>> {
  const { rows, ...found } = await list(db, filter, isPublished(filter.kind), place)
  return { ...found, items: rows.map(showLine) }
}

export type EditedFilter = ArticleFilter & { status?: ArticleStatus | undefined }

/** H-06: what the team works on, drafts and what is archived included. */
export async function listEdited(db: Db, filter: EditedFilter, place: Place): Promise<Found<EditedLine>> {
  const isWanted = and(
    eq(helpArticles.kind, filter.kind),
    filter.status && eq(helpArticles.status, filter.status),
  )
  const { rows, ...found } = await list(db, filter, isWanted, place)
  const texts = await textsOf(
    db,
    rows.map(({ article }) => article.id),
  )
  return {
    ...found,
    items: rows.map((row) => ({
      ...showLine(row),
      category_label: labelIn(row.category, filter.locale),
      status: row.article.status,
      is_published: row.article.status === 'published',
      version: row.article.version,
      locales: texts.filter(({ articleId }) => articleId === row.article.id).map(({ locale }) => locale),
    })),
  }
}

async function list(
  db: Db,
  { locale, category, q, tag, isFeatured, sort = 'order' }: ArticleFilter,
  isWanted: SQL | undefined,
  { limit, skip, cursor = 0 }: Place,
): Promise<{ rows: Shown[]; total: number; nextCursor: number | null }> {
  const matches = and(
    isWanted,
    category === undefined ? undefined : eq(categories.slug, category),
    tag === undefined ? undefined : arrayContains(helpArticles.tags, [tag]),
    isFeatured ? eq(helpArticles.isFeatured, true) : undefined,
    q === undefined || q.trim() === ''
      ? undefined
      : sql`${helpArticles.id} in (select article_id from (${textsWith(readTerms(q))}) found)`,
  )
  const from = skip + cursor
  const [rows, [counted]] = await Promise.all([
    selectShown(db, locale)
      .where(matches)
      .orderBy(...ORDERS[sort], asc(helpArticles.id))
      .offset(from)
      .limit(limit),
    db
      .select({ total: count() })
      .from(helpArticles)
      .innerJoin(categories, eq(categories.id, helpArticles.categoryId))
      .where(and(matches, sql`exists (select from ${helpTexts} where article_id = ${helpArticles.id})`)),
  ])
  const total = counted?.total ?? 0
  const end = from + rows.length
  return { rows, total, nextCursor: end < total && rows.length > 0 ? end : null }
}

/** H-01: in the order that the team gave, the newest first where it gave none. */
const ORDERS: Record<ArticleSort, SQL[]> = {
  order: [
    asc(categories.position),
    asc(helpArticles.position),
    desc(sql`coalesce(${helpArticles.publishedAt}, ${helpArticles.createdAt})`),
  ],
  popular: [desc(helpArticles.viewCount), desc(helpArticles.helpfulCount)],
  recent: [desc(sql`coalesce(${helpArticles.publishedAt}, ${helpArticles.createdAt})`)],
}
