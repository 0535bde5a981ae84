import { and, eq, inArray, sql } from 'drizzle-orm'
import { recordChange } from '#src/db/audit.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { type ArticleKind, helpArticles } from '#src/db/help-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { ArticleId } from '#src/ids.ts'
import { type Match, refuseOtherVersion } from '#src/version-match.ts'
import type { ArticleOrders } from './article-body.ts'
import { type ArticleMove, refuseDeleting, statusAfter } from './article-status.ts'
import { bumpVersion, recordArticle, type Who } from './keep-article.ts'
import { type ArticleRow, helpCategory, lockArticle } from './queries.ts'

type One = { kind: ArticleKind; id: ArticleId; match: Match }

/** H-06: published, taken back to draft, or archived. Whoever says which version they looked at is held to it. */
export const moveArticle = (
  db: Db | Tx,
  { kind, id, match }: One,
  move: ArticleMove,
  who: Who,
): Promise<ArticleRow> =>
  db.transaction(async (tx) => {
    const before = await lockArticle(tx, kind, id)
    refuseOtherVersion(before, match ?? null)
    const status = statusAfter(move, before.status)
    const publishedAt = status === 'published' ? { publishedAt: sql`clock_timestamp()` } : {}
    const row = await bumpVersion(tx, id, { status, ...publishedAt })
    const [was, is] = [{ status: before.status }, { status }]
    await recordArticle(tx, id, PAST[move], who, { before: was, after: is })
    return row
  })

const PAST: Record<ArticleMove, string> = {
  publish: 'published',
  unpublish: 'unpublished',
  archive: 'archived',
}

/** With all that was said about it; its addresses lead nowhere then, and may be given to others. */
export const deleteArticle = (db: Db, { kind, id, match }: One, who: Who): Promise<void> =>
  db.transaction(async (tx) => {
    const row = await lockArticle(tx, kind, id)
    refuseOtherVersion(row, match ?? null)
    refuseDeleting(row.status)
    await tx.delete(helpArticles).where(eq(helpArticles.id, id))
    await recordArticle(tx, id, 'deleted', who, { before: { kind, status: row.status } })
  })

/** Q-02: the place of one among those of its category. It is no change of what it says, and refuses nobody's. */
export const placeArticle = (
  db: Db,
  { kind, id }: Omit<One, 'match'>,
  position: number,
  who: Who,
): Promise<ArticleRow> =>
  db.transaction(async (tx) => {
    const before = await lockArticle(tx, kind, id)
    if (before.position === position) return before
    const [row] = await tx.update(helpArticles).set({ position }).where(eq(helpArticles.id, id)).returning()
    if (!row) throw new Error('a locked row is gone')
    await recordArticle(tx, id, 'moved', who, { before: { position: before.position }, after: { position } })
    return row
  })

/** Q-04: all that are named, in this order, before those of the category that are not. */
export const orderArticles = (
  db: Db,
  kind: ArticleKind,
  { category: slug, article_ids: ids }: ArticleOrders,
  who: Who,
): Promise<void> =>
  db.transaction(async (tx) => {
    const category = await helpCategory(tx, { slug })
    const wrong = (path: (string | number)[], rule: 'category' | 'repeated' | 'not-valid') =>
      new DomainError('invalid-request', {}, { fields: [{ in: 'body', path, rule }] })
    if (!category) throw wrong(['category'], 'category')
    const repeated = ids.findIndex((id, at) => ids.indexOf(id) !== at)
    if (repeated >= 0) throw wrong(['article_ids', repeated], 'repeated')
    const inCategory = and(eq(helpArticles.kind, kind), eq(helpArticles.categoryId, category.id))
    const rows = await tx
      .select({ id: helpArticles.id })
      .from(helpArticles)
      .where(inCategory)
      .orderBy(helpArticles.position, helpArticles.id)
      .for('update')
    const known = rows.map(({ id }) => id as number)
    const foreign = ids.findIndex((id) => !known.includes(id))
    if (foreign >= 0) throw wrong(['article_ids', foreign], 'not-valid')
    const all = [...ids, ...known.filter((id) => !ids.includes(id))] as ArticleId[]
    await tx
      .update(helpArticles)
      .set({
        position: sql`10 * array_position(array[${sql.join(
          all.map((id) => sql`${id}`),
          sql`, `,
        )}]::int[], ${helpArticles.id})`,
      })
      .where(inArray(helpArticles.id, all))
    await recordChange(tx, {
      ...who,
      action: `${kind === 'faq' ? 'questions' : 'articles'}-ordered`,
      ...{ subject: 'category', subjectId: category.id, after: { ids: all } },
    })
  })
