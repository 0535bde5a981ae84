import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { helpArticles, helpOffers } from '#src/db/help-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { ArticleId, UserId } from '#src/ids.ts'
import type { Locale } from '#src/locale.ts'
import type { FoundArticle } from './article.ts'
import type { WrittenSoFar } from './offer-body.ts'
import { searchHelp } from './search-help.ts'

const MOST_OFFERED = 5

type Writing = { userId: UserId; locale: Locale }

/** What may spare somebody the ticket that they are writing; each is counted as shown once for each draft. */
export async function offerArticles(
  db: Db,
  { title, text, draft_id }: WrittenSoFar,
  { userId, locale }: Writing,
): Promise<FoundArticle[]> {
  const found = await searchHelp(db, `${title}\n${text}`, { locale, limit: MOST_OFFERED, isAny: true })
  if (draft_id !== undefined && found.length > 0)
    await db
      .insert(helpOffers)
      .values(
        found.map((article) => ({
          ...{ articleId: article.id as ArticleId, userId, draftId: draft_id, locale: article.locale },
        })),
      )
      .onConflictDoNothing()
  return found
}

type Offer = { articleId: ArticleId; userId: UserId; draftId: string; locale: Locale }

/** They read it, or it solved their problem: once for each draft, however often it is said. */
export async function answerOffer(
  db: Db,
  { articleId, userId, draftId, locale }: Offer,
  answer: 'opened' | 'solved',
): Promise<void> {
  const now = sql`clock_timestamp()`
  const isPublished = and(eq(helpArticles.id, articleId), eq(helpArticles.status, 'published'))
  const [article] = await db.select({ id: helpArticles.id }).from(helpArticles).where(isPublished)
  if (!article) throw new DomainError('article-not-found')
  // Whoever says that it solved their problem has read it.
  const solved = answer === 'solved' ? { solvedAt: now } : {}
  await db
    .insert(helpOffers)
    .values({ articleId, userId, draftId, locale, openedAt: now, ...solved })
    .onConflictDoUpdate({
      target: [helpOffers.userId, helpOffers.draftId, helpOffers.articleId],
      set: {
        openedAt: sql`coalesce(${helpOffers.openedAt}, ${now})`,
        ...(answer === 'solved' && { solvedAt: sql`coalesce(${helpOffers.solvedAt}, ${now})` }),
      },
    })
}
