import { and, eq, gt, isNull, ne, or, sql } from 'drizzle-orm'
import { authorizeTicket, type Caller, isInCopy, isOfTheTeam } from '#src/auth/access.ts'
import { activities } from '#src/db/activity-schema.ts'
import type { Tx } from '#src/db/connect.ts'
import { ticketReads } from '#src/db/ledger-schema.ts'
import { telling } from '#src/db/tell.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { MessageId, TicketId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { lockTicket, type TicketRow } from './queries.ts'
import { newestSaid, readUpTo, saidTo } from './timeline.ts'

/**
 * They have read the ticket up to this message, or all of it (T-41). Never goes back: an older request that arrives late changes
 * nothing. The mark of the requester is theirs to clear, the one of the team is cleared by whoever of it reads first. Whoever is
 * only in copy clears neither, nobody waits for them to read, and nobody else is told: theirs follows from how far they have read.
 */
export async function markRead(
  { db }: Pick<Ports, 'db'>,
  caller: Caller,
  id: TicketId,
  upTo?: MessageId,
): Promise<void> {
  await db.transaction((tx) =>
    telling(tx, async (tell) => {
      // Locked, because whoever says something marks it unread meanwhile.
      const ticket = authorizeTicket(caller, 'ticket:read', await lockTicket(tx, id))
      const newest = await newestSaid(tx, caller, id, upTo)
      const before = await readUpTo(tx, caller, id)
      const lastRead = Math.max(before, newest) as MessageId
      await tx
        .insert(ticketReads)
        .values({ ticketId: id, userId: caller.userId, lastReadMessageId: lastRead })
        .onConflictDoUpdate({
          target: [ticketReads.ticketId, ticketReads.userId],
          set: {
            lastReadMessageId: sql`greatest(${ticketReads.lastReadMessageId}, excluded.last_read_message_id)`,
            lastReadAt: sql`clock_timestamp()`,
          },
        })
      const told = { kind: 'ticket-read', ticketId: id, actorId: caller.userId } as const
      if (isInCopy(caller, ticket)) {
        const data = { user_id: caller.userId, last_read_message_id: lastRead, by_team: false, in_copy: true }
        if (lastRead > before) tell({ ...told, data })
        return
      }
      const hasCleared = !(await isLeft(tx, caller, id, lastRead)) && (await clear(tx, caller, ticket))
      if (!hasCleared && lastRead === before) return
      // The requester hears it too, and not how far notes go.
      const asAll = { ...caller, role: 'requester' } as const
      const shown = isOfTheTeam(caller) ? await newestSaid(tx, asAll, id, lastRead) : lastRead
      tell({
        ...told,
        data: {
          user_id: caller.userId,
          last_read_message_id: shown,
          by_team: isForTheTeam(caller, ticket),
        },
      })
    }),
  )
}

/** On a ticket of their own, agents are requesters as everybody. */
const isForTheTeam = (caller: Caller, { userId }: TicketRow) =>
  isOfTheTeam(caller) && userId !== caller.userId

/** Whether somebody else said something behind it. */
async function isLeft(tx: Tx, caller: Caller, ticketId: TicketId, lastRead: MessageId): Promise<boolean> {
  const [left] = await tx
    .select({ id: activities.id })
    .from(activities)
    .where(
      and(
        eq(activities.ticketId, ticketId),
        saidTo(caller),
        gt(activities.id, lastRead),
        or(isNull(activities.authorUserId), ne(activities.authorUserId, caller.userId)),
      ),
    )
    .limit(1)
  return left !== undefined
}

/** Only looked at, so neither a new version nor a line in the audit log. False: it was clear. */
async function clear(tx: Tx, caller: Caller, ticket: TicketRow): Promise<boolean> {
  const isTeam = isForTheTeam(caller, ticket)
  if (!(isTeam ? ticket.isUnreadByTeam : ticket.isUnread)) return false
  await tx
    .update(deals)
    .set(isTeam ? { isUnreadByTeam: false } : { isUnread: false })
    .where(eq(deals.id, ticket.id))
  return true
}
