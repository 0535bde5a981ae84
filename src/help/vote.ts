import { and, desc, eq, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { type ArticleKind, helpArticles, helpVotes } from '#src/db/help-schema.ts'
import { users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import type { ArticleId } from '#src/ids.ts'
import type { Locale } from '#src/locale.ts'
import type { ArticleComment } from './article.ts'
import { type ArticleRow, findArticle } from './queries.ts'
import type { Voter } from './reader.ts'

type Vote = { isHelpful: boolean; comment: string | null | undefined; locale: Locale }
type One = { kind: ArticleKind; id: ArticleId }

/** H-03, H-08: one vote of each, which they may change; without a new comment the old one stays. */
export const voteFor = (db: Db, { kind, id }: One, { key, userId }: Voter, vote: Vote): Promise<ArticleRow> =>
  db.transaction(async (tx) => {
    // Votes for one article are counted one after the other.
    const [article] = await tx
      .select()
      .from(helpArticles)
      .where(and(eq(helpArticles.id, id), eq(helpArticles.kind, kind), eq(helpArticles.status, 'published')))
      .for('update')
    if (!article) throw new DomainError('article-not-found')
    const isTheirs = and(eq(helpVotes.articleId, id), eq(helpVotes.voter, key))
    const [before] = await tx.select().from(helpVotes).where(isTheirs)
    const comment = vote.comment === undefined ? (before?.comment ?? null) : vote.comment || null
    const columns = {
      isHelpful: vote.isHelpful,
      locale: vote.locale,
      comment,
      votedAt: sql`clock_timestamp()`,
    }
    if (before) await tx.update(helpVotes).set(columns).where(isTheirs)
    else await tx.insert(helpVotes).values({ articleId: id, voter: key, userId, ...columns })
    if (before?.isHelpful === vote.isHelpful) return article
    const one = (wanted: boolean) => (vote.isHelpful === wanted ? 1 : before ? -1 : 0)
    const [row] = await tx
      .update(helpArticles)
      .set({
        helpfulCount: sql`${helpArticles.helpfulCount} + ${one(true)}::int`,
        notHelpfulCount: sql`${helpArticles.notHelpfulCount} + ${one(false)}::int`,
      })
      .where(eq(helpArticles.id, id))
      .returning()
    if (!row) throw new Error('a locked row is gone')
    return row
  })

const MOST_COMMENTS = 200

/** What readers wrote with their votes, the newest first. */
export async function listComments(db: Db, { kind, id }: One): Promise<ArticleComment[]> {
  await findArticle(db, kind, id)
  const rows = await db
    .select({ vote: helpVotes, authorName: users.fullName })
    .from(helpVotes)
    .leftJoin(users, eq(users.id, helpVotes.userId))
    .where(and(eq(helpVotes.articleId, id), isNotNull(helpVotes.comment)))
    .orderBy(desc(helpVotes.votedAt))
    .limit(MOST_COMMENTS)
  return rows.map(({ vote, authorName }) => ({
    is_helpful: vote.isHelpful,
    comment: vote.comment ?? '',
    author_name: authorName,
    locale: vote.locale,
    at: vote.votedAt.toISOString(),
  }))
}
