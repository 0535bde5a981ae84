import { and, eq, inArray } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import type { Db } from '#src/db/connect.ts'
import { notices } from '#src/db/notice-schema.ts'
import type { MessageId, NoticeId, TicketId } from '#src/ids.ts'
import { findThread } from '#src/tickets/mail-thread.ts'

/** `isOurs`: by a name that nobody guesses. `activityId`: the message that it was, or that it told of. */
export type Returned = { ticketId: TicketId; activityId: MessageId | null; isOurs: boolean }

/**
 * Which letter of ours it was that came back, by what it is called and what it answers. Letters of notices are numbered, and their
 * names are guessed easily: they count together with the name of their ticket's conversation alone, which they refer to.
 */
export async function findReturned(
  db: Db,
  ids: readonly string[],
  publicUrl: string,
): Promise<Returned | null> {
  const thread = await findThread(db, ids, publicUrl)
  if (!thread) return null
  const { ticketId, onlyFor } = thread
  if (onlyFor !== null) return { ticketId, activityId: null, isOurs: false }
  const names = ids.map((id) => id.toLowerCase())
  const isOne = and(eq(activities.ticketId, ticketId), eq(activities.direction, 'outgoing'))
  // The first that it names is itself; those behind it are what it answered.
  const mailed = await db
    .select({ id: activities.id, name: activities.mailMessageId })
    .from(activities)
    .where(and(isOne, inArray(activities.mailMessageId, names)))
  const idOf = async (name: string): Promise<MessageId | null> => {
    const mail = mailed.find((one) => one.name === name)
    const [, notice] = /^<notice-(\d{1,12})@/.exec(name) ?? []
    if (mail || !notice) return mail?.id ?? null
    const isIt = and(eq(notices.id, Number(notice) as NoticeId), eq(notices.ticketId, ticketId))
    const [told] = await db.select({ messageId: notices.messageId }).from(notices).where(isIt)
    return told?.messageId ?? null
  }
  return { ticketId, activityId: await idOf(names[0] ?? ''), isOurs: true }
}
