import { count, eq } from 'drizzle-orm'
import { authorizeTicket, type Caller } from '#src/auth/access.ts'
import type { Db } from '#src/db/connect.ts'
import { type ReplyKind, replies } from '#src/db/reply-schema.ts'
import { users } from '#src/db/schema.ts'
import type { TicketId } from '#src/ids.ts'
import type { Locale } from '#src/locale.ts'
import { fillPlaceholders } from '#src/placeholders.ts'
import { findTicket } from '#src/tickets/queries.ts'
import { readReplies, type ShownReply, showReply, wantedReplies } from './queries.ts'

type Wish = {
  kind: ReplyKind
  q?: string | undefined
  locale?: Locale | undefined
  /** As they would be said there. */
  ticket_id?: TicketId | undefined
}
type Place = { limit: number; skip: number; cursor?: number | undefined }

/** One's own and what others share. */
export async function listReplies(
  db: Db,
  caller: Caller,
  { ticket_id: ticketId, ...wish }: Wish,
  { limit, skip, cursor = 0 }: Place,
): Promise<{ items: ShownReply[]; total: number; nextCursor: number | null }> {
  const fill = ticketId === undefined ? () => null : await fillerFor(db, caller, ticketId)
  const wanted = wantedReplies(caller, wish)
  const from = skip + cursor
  const [rows, [counted]] = await Promise.all([
    readReplies(db, wanted).offset(from).limit(limit),
    db.select({ total: count() }).from(replies).where(wanted),
  ])
  const total = counted?.total ?? 0
  return {
    items: rows.map((found) => showReply(found, caller, fill(found.row.body))),
    total,
    nextCursor: from + rows.length < total && rows.length > 0 ? from + rows.length : null,
  }
}

/** What a text becomes when this person says it on this ticket. */
export async function fillerFor(
  db: Db,
  caller: Caller,
  ticketId: TicketId,
): Promise<(text: string) => string> {
  const ticket = authorizeTicket(caller, 'ticket:write', await findTicket(db, ticketId))
  const [user] = await db.select({ name: users.fullName }).from(users).where(eq(users.id, caller.userId))
  return (text) => fillPlaceholders(text, { ticket, agentName: user?.name ?? '' })
}
