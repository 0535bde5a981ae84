import { and, asc, eq, isNull, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { isOfTheTeam } from '#src/auth/access.ts'
import { activities } from '#src/db/activity-schema.ts'
import type { Db } from '#src/db/connect.ts'
import { noticePreferences, notices } from '#src/db/notice-schema.ts'
import { users } from '#src/db/schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import { taggedSubject } from '#src/tickets/mail-content.ts'
import type { LetterLine } from './notice-letter.ts'
import { type Channel, isWanted } from './preferences.ts'

const actor = alias(users, 'actor')
const LONGEST_TEXT = 5_000

/** Notices with all that letters of them need, the oldest first. */
export async function findLetters(db: Db, wanted: SQL | undefined) {
  return db
    .select({
      notice: notices,
      kept: noticePreferences,
      person: {
        id: users.id,
        role: users.role,
        email: users.email,
        locale: users.locale,
        isActive: users.isActive,
      },
      ticket: {
        id: deals.id,
        dealId: deals.dealId,
        ticketNumber: deals.ticketNumber,
        originKey: deals.originKey,
        title: deals.title,
        status: deals.status,
        userId: deals.userId,
        watcherIds: deals.watcherIds,
        resolvedAt: deals.resolvedAt,
        rating: deals.rating,
      },
      actorName: actor.fullName,
      said: { text: activities.bodyText, isInternal: activities.isInternal },
    })
    .from(notices)
    .innerJoin(users, eq(users.id, notices.userId))
    .innerJoin(deals, eq(deals.id, notices.ticketId))
    .leftJoin(actor, eq(actor.id, notices.actorId))
    .leftJoin(noticePreferences, eq(noticePreferences.userId, notices.userId))
    .leftJoin(activities, and(eq(activities.id, notices.messageId), isNull(activities.deletedAt)))
    .where(wanted)
    .orderBy(asc(notices.id))
}
export type FoundLetter = Awaited<ReturnType<typeof findLetters>>[number]

/** Whether to tell of it that way is still of use: to somebody who is here, may see it, wants it, and has not read it by now. */
export function isOfUse(
  { notice, kept, person, ticket, said }: FoundLetter,
  channel: Exclude<Channel, 'app'>,
  senders: readonly string[] = [],
): boolean {
  const isInvolved = ticket.userId === person.id || ticket.watcherIds.includes(person.id)
  const isHidden = notice.isInternal || (said?.isInternal ?? false)
  const maySee = isOfTheTeam(person) || (isInvolved && !isHidden)
  // What was said is gone by now.
  const isThere = notice.messageId === null || said !== null || notice.kind === 'resolved'
  // We would be writing to ourselves.
  const isOurs = senders.includes(person.email.toLowerCase())
  // How it went is asked by the letter alone.
  const isNew = notice.readAt === null || (notice.kind === 'resolved' && channel === 'mail')
  return person.isActive && maySee && isThere && !isOurs && isNew && isWanted(kept, notice.kind, channel)
}

export function lineOf(
  { notice, person, ticket, said, actorName }: FoundLetter,
  publicUrl: string,
): LetterLine {
  const isOnBoard = isOfTheTeam(person) && ticket.userId !== person.id
  return {
    kind: notice.kind,
    actor: actorName ?? notice.actorName,
    tag: taggedSubject('', ticket).trim(),
    title: ticket.title,
    text: said ? said.text.slice(0, LONGEST_TEXT).toWellFormed() : null,
    url: `${publicUrl}${isOnBoard ? '/quadro' : '/chamados'}/${ticket.id}`,
  }
}
