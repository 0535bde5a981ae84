import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import { type ArticleKind, helpArticles, helpTexts } from '#src/db/help-schema.ts'
import { users } from '#src/db/schema.ts'
import { categories } from '#src/db/ticket-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { ArticleId, CategoryId } from '#src/ids.ts'
import { DEFAULT_LOCALE, LOCALES, type Locale } from '#src/locale.ts'
import type { ArticleLine } from './article.ts'

export type ArticleRow = typeof helpArticles.$inferSelect
export type TextRow = typeof helpTexts.$inferSelect
export type HelpCategoryRow = typeof categories.$inferSelect
export type Place = { limit: number; skip: number; cursor?: number | undefined }

/** As somebody sees it: in their language, or else in the first of ours that it is written in. */
export type Shown = { article: ArticleRow; text: TextRow; category: HelpCategoryRow }

export function selectShown(db: Db | Tx, locale: Locale) {
  const text = db
    .select()
    .from(helpTexts)
    .where(eq(helpTexts.articleId, helpArticles.id))
    .orderBy(desc(eq(helpTexts.locale, locale)), asc(inOrderOf(helpTexts.locale)))
    .limit(1)
    .as('text')
  return db
    .select({ article: helpArticles, text: text._.selectedFields, category: categories })
    .from(helpArticles)
    .innerJoin(categories, eq(categories.id, helpArticles.categoryId))
    .innerJoinLateral(text, sql`true`)
}

const LOCALE_ORDER = sql.raw(`array[${LOCALES.map((locale) => `'${locale}'`).join(', ')}]::varchar[]`)
export const inOrderOf = (locale: SQL | typeof helpTexts.locale) =>
  sql`array_position(${LOCALE_ORDER}, ${locale})`

export const isPublished = (kind: ArticleKind | undefined) =>
  and(eq(helpArticles.status, 'published'), kind && eq(helpArticles.kind, kind))

export async function findArticle(db: Db | Tx, kind: ArticleKind, id: ArticleId): Promise<ArticleRow> {
  const [row] = await db.select().from(helpArticles).where(isIt(kind, id))
  if (!row) throw new DomainError('article-not-found')
  return row
}

export async function lockArticle(tx: Tx, kind: ArticleKind, id: ArticleId): Promise<ArticleRow> {
  const [row] = await tx.select().from(helpArticles).where(isIt(kind, id)).for('update')
  if (!row) throw new DomainError('article-not-found')
  return row
}

const isIt = (kind: ArticleKind, id: ArticleId) => and(eq(helpArticles.id, id), eq(helpArticles.kind, kind))

export const textsOf = (db: Db | Tx, ids: readonly ArticleId[]): Promise<TextRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(helpTexts)
        .where(inArray(helpTexts.articleId, [...ids]))
        .orderBy(asc(helpTexts.articleId), asc(inOrderOf(helpTexts.locale)))

export const listHelpCategories = (db: Db | Tx): Promise<HelpCategoryRow[]> =>
  db
    .select()
    .from(categories)
    .where(eq(categories.kind, 'article'))
    .orderBy(asc(categories.position), asc(categories.id))

export async function helpCategory(
  db: Db | Tx,
  wanted: { slug: string } | { id: CategoryId },
): Promise<HelpCategoryRow | null> {
  const isWanted = 'slug' in wanted ? eq(categories.slug, wanted.slug) : eq(categories.id, wanted.id)
  const [row] = await db
    .select()
    .from(categories)
    .where(and(eq(categories.kind, 'article'), isWanted))
  return row ?? null
}

/** Until the transaction is over nobody deletes it. */
export async function holdHelpCategory(tx: Tx, slug: string): Promise<HelpCategoryRow | null> {
  const [row] = await tx
    .select()
    .from(categories)
    .where(and(eq(categories.kind, 'article'), eq(categories.slug, slug)))
    .for('key share')
  return row ?? null
}

export async function nameOf(
  db: Db | Tx,
  { authorId }: Pick<ArticleRow, 'authorId'>,
): Promise<string | null> {
  if (authorId === null) return null
  const [user] = await db.select({ name: users.fullName }).from(users).where(eq(users.id, authorId))
  return user?.name ?? null
}

export const labelIn = ({ labels, slug }: Pick<HelpCategoryRow, 'labels' | 'slug'>, locale: Locale) =>
  labels[locale] ?? labels[DEFAULT_LOCALE] ?? slug

export const showLine = ({ article, text, category }: Shown): ArticleLine => ({
  id: article.id,
  kind: article.kind,
  title: text.title,
  slug: text.slug,
  locale: text.locale,
  category: category.slug,
  category_label: labelIn(category, text.locale),
  meta_description: text.metaDescription,
  tags: article.tags,
  is_featured: article.isFeatured,
  display_order: article.position,
  view_count: article.viewCount,
  helpful_count: article.helpfulCount,
  not_helpful_count: article.notHelpfulCount,
  published_at: article.publishedAt?.toISOString() ?? null,
  updated_at: article.updatedAt.toISOString(),
})
