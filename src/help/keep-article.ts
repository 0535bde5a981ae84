import { and, eq, lt, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import { recordChange } from '#src/db/audit.ts'
import type { Tx } from '#src/db/connect.ts'
import { type ArticleContent, helpArticles, helpTexts, helpVersions } from '#src/db/help-schema.ts'
import type { ArticleId, UserId } from '#src/ids.ts'
import { LOCALES } from '#src/locale.ts'
import type { Visit } from '#src/visit.ts'
import { notePictures } from './note-pictures.ts'
import type { ArticleRow, TextRow } from './queries.ts'
import { plainArticle } from './render-article.ts'

/** Nobody: the start, with what there is to begin with. */
export type Who = { actorId: UserId | null; visit: Visit }

const MOST_VERSIONS = 200

export const contentOf = (
  { tags }: Pick<ArticleRow, 'tags'>,
  category: string,
  texts: readonly TextRow[],
): ArticleContent => ({
  category,
  tags,
  texts: Object.fromEntries(
    texts.map(({ locale, slug, title, metaTitle, metaDescription, body }) => [
      locale,
      { slug, title, metaTitle, metaDescription, body },
    ]),
  ),
})

/** All texts anew: slugs may have changed places among them. */
export async function writeTexts(tx: Tx, id: ArticleId, texts: ArticleContent['texts']): Promise<void> {
  await tx.delete(helpTexts).where(eq(helpTexts.articleId, id))
  const rows = LOCALES.flatMap((locale) => {
    const text = texts[locale]
    return text
      ? [{ articleId: id, locale, ...text, plain: plainArticle(text.body).replace(/[\uE000\uE001]/g, '') }]
      : []
  })
  await tx.insert(helpTexts).values(rows)
}

export async function keepVersion(
  tx: Tx,
  { id, version }: Pick<ArticleRow, 'id' | 'version'>,
  content: ArticleContent,
  { actorId, restored = null }: { actorId: UserId | null; restored?: number | null },
): Promise<void> {
  await tx.insert(helpVersions).values({ articleId: id, version, actorId, restored, content })
  await notePictures(tx, { id, version }, content)
  const [oldest] = await tx
    .select({ version: helpVersions.version })
    .from(helpVersions)
    .where(eq(helpVersions.articleId, id))
    .orderBy(sql`version desc`)
    .offset(MOST_VERSIONS - 1)
    .limit(1)
  if (oldest)
    await tx
      .delete(helpVersions)
      .where(and(eq(helpVersions.articleId, id), lt(helpVersions.version, oldest.version)))
}

/** What was said is kept in its versions, and not once more here. */
export const recordArticle = (
  tx: Tx,
  id: ArticleId,
  action: string,
  who: Who,
  { before, after }: { before?: Record<string, unknown>; after?: Record<string, unknown> },
) =>
  recordChange(tx, {
    ...who,
    action: `article-${action}`,
    subject: 'article',
    subjectId: id,
    ...(before && { before }),
    ...(after && { after }),
  })

/** For the audit log. */
export const gist = ({ category, tags, texts }: ArticleContent) => ({
  category,
  tags,
  titles: Object.fromEntries(Object.entries(texts).map(([locale, text]) => [locale, text.title])),
  slugs: Object.fromEntries(Object.entries(texts).map(([locale, text]) => [locale, text.slug])),
})

export async function bumpVersion(
  tx: Tx,
  id: ArticleId,
  columns: PgUpdateSetSource<typeof helpArticles>,
): Promise<ArticleRow> {
  const [row] = await tx
    .update(helpArticles)
    .set({ ...columns, version: sql`${helpArticles.version} + 1`, updatedAt: sql`clock_timestamp()` })
    .where(eq(helpArticles.id, id))
    .returning()
  if (!row) throw new Error('a locked row is gone')
  return row
}
