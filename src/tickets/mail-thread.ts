import { and, eq, inArray } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import type { Db } from '#src/db/connect.ts'
import { slaWarnings } from '#src/db/sla-schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { SlaWarningId, TicketId, UserId } from '#src/ids.ts'

/**
 * The conversation of a ticket as mail programs know it: all letters about it refer to this, besides the letters before them. Nobody
 * guesses it, and whoever answers one of them brings it back.
 */
export const threadIdOf = ({ originKey }: { originKey: string }, publicUrl: string) =>
  `<ticket-${originKey}@${hostOf(publicUrl)}>`

const hostOf = (publicUrl: string) => new URL(publicUrl).hostname

/** Of a letter that only one person gets, nobody else can answer. */
export type Thread = { ticketId: TicketId; onlyFor: UserId | null }

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/** The ticket of the first of these Message-IDs that is one of ours. */
export async function findThread(
  db: Db,
  messageIds: readonly string[],
  publicUrl: string,
): Promise<Thread | null> {
  const end = `@${hostOf(publicUrl)}>`.toLowerCase()
  const ours = messageIds.map((id) => id.toLowerCase()).filter((id) => id.endsWith(end))
  if (ours.length === 0) return null
  const mailed = await db
    .select({ messageId: activities.mailMessageId, ticketId: activities.ticketId })
    .from(activities)
    .where(and(inArray(activities.mailMessageId, ours), eq(activities.direction, 'outgoing')))
  for (const id of ours) {
    const mail = mailed.find(({ messageId }) => messageId === id)
    if (mail) return { ticketId: mail.ticketId, onlyFor: null }
    const name = id.slice(1, -end.length)
    const found = (await ofThread(db, name)) ?? (await ofWarning(db, name))
    if (found) return found
  }
  return null
}

async function ofThread(db: Db, name: string): Promise<Thread | null> {
  const [, originKey] = new RegExp(`^ticket-(${UUID})$`).exec(name) ?? []
  if (originKey === undefined) return null
  const [row] = await db.select({ id: deals.id }).from(deals).where(eq(deals.originKey, originKey))
  return row ? { ticketId: row.id, onlyFor: null } : null
}

/** As sla/send-sla-letter.ts names them. */
async function ofWarning(db: Db, name: string): Promise<Thread | null> {
  const [, warningId, userId] = /^sla-(\d{1,12})-(\d{1,9})$/.exec(name) ?? []
  if (warningId === undefined) return null
  const [row] = await db
    .select({ ticketId: slaWarnings.ticketId })
    .from(slaWarnings)
    .where(eq(slaWarnings.id, Number(warningId) as SlaWarningId))
  return row ? { ticketId: row.ticketId, onlyFor: Number(userId) as UserId } : null
}
