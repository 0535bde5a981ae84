import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { notices, ratingLinks } from '#src/db/notice-schema.ts'
import type { RatingLinkId } from '#src/ids.ts'
import { Postpone } from '#src/jobs/ends.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import { threadIdOf } from '#src/tickets/mail-thread.ts'
import { type FoundLetter, findLetters, isOfUse, lineOf } from './find-letters.ts'
import { linksOf, RATING_PATH } from './letter-addresses.ts'
import { composeNotice } from './notice-letter.ts'
import { quietUntil } from './quiet-hours.ts'

type Needed = Pick<Ports, 'db' | 'mailer' | 'clock' | 'tokens'>
export type LetterRules = { publicUrl: string; timeZone: string; senders: readonly string[] }

const RATING_OPEN_MS = 30 * 24 * 3_600_000

/** Sent again, it is the same letter. In somebody's quiet hours it waits. */
export const sendNotice =
  (ports: Needed, rules: LetterRules): Task<'send-notice'> =>
  async ({ noticeId }, job) => {
    const { db, mailer, clock } = ports
    const [found] = await findLetters(db, eq(notices.id, noticeId))
    if (found?.notice.mail !== 'promised') return
    const end = (mail: 'sent' | 'dropped') =>
      job.finish(async (tx) => {
        await tx
          .update(notices)
          .set({ mail, mailedAt: mail === 'sent' ? sql`clock_timestamp()` : null })
          .where(eq(notices.id, noticeId))
      })
    if (!isOfUse(found, 'mail', rules.senders)) return end('dropped')
    const now = clock()
    const until = quietUntil(found.kept, now, rules.timeZone)
    if (until) throw new Postpone(until.getTime() - now.getTime())
    const { notice, person, ticket } = found
    const links = linksOf({ ...ports, ...rules }, person.id, notice.kind)
    const ratingUrl = await ratingUrlOf(ports, rules, found)
    const letter = composeNotice(person.locale, lineOf(found, rules.publicUrl), { ...links, ratingUrl })
    await mailer.send(
      {
        to: person.email,
        messageId: `<notice-${noticeId}@${new URL(rules.publicUrl).hostname}>`,
        references: [threadIdOf(ticket, rules.publicUrl)],
        isAutomatic: true,
        unsubscribeUrl: links.stopUrl,
        ...letter,
      },
      job.signal,
    )
    await end('sent')
  }

/** C-04: for whoever asked for help, about this solution, for as long as it can be rated. */
async function ratingUrlOf(
  { db, clock, tokens }: Pick<Needed, 'db' | 'clock' | 'tokens'>,
  { publicUrl }: LetterRules,
  { notice, person, ticket }: FoundLetter,
): Promise<string | undefined> {
  if (notice.kind !== 'resolved' || ticket.userId !== person.id || ticket.rating !== null) return
  if (!ticket.resolvedAt || (ticket.status !== 'resolved' && ticket.status !== 'closed')) return
  const link = {
    ...{ id: randomUUID() as RatingLinkId, noticeId: notice.id, userId: person.id, ticketId: ticket.id },
    ...{ resolvedAt: ticket.resolvedAt, expiresAt: new Date(clock().getTime() + RATING_OPEN_MS) },
  }
  return `${publicUrl}${RATING_PATH}/${tokens.issueRating(await keptLink(db, link))}`
}

async function keptLink(db: Db, link: typeof ratingLinks.$inferInsert): Promise<RatingLinkId> {
  await db.insert(ratingLinks).values(link).onConflictDoNothing()
  const [kept] = await db
    .select({ id: ratingLinks.id })
    .from(ratingLinks)
    .where(eq(ratingLinks.noticeId, link.noticeId))
  if (!kept) throw new Error('a link that was kept is gone')
  return kept.id
}
