import { and, eq, ne, sql } from 'drizzle-orm'
import { activities, files } from '#src/db/activity-schema.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { crmFiles, nextInReadOrder } from '#src/db/mirror-schema.ts'
import { telling } from '#src/db/tell.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { ActivityId, CommentId, DealId, MessageId } from '#src/ids.ts'
import { promiseRefresh } from '#src/jobs/deal-refresh.ts'
import { GiveUp } from '#src/jobs/ends.ts'
import { CrmError } from '#src/providers/crm-provider.ts'
import { MailError } from '#src/providers/mailer.ts'
import type { MessageRow } from './message.ts'
import { findTicket, lockTicket, type TicketRow } from './queries.ts'

type Outgoing = { row: MessageRow; ticket: TicketRow; dealId: DealId }

const LONGEST_ERROR = 500

export async function findMessage(db: Db | Tx, id: MessageId): Promise<MessageRow | undefined> {
  const [row] = await db.select().from(activities).where(eq(activities.id, id))
  return row
}

/** A message that the CRM does not have yet, and the deal that it belongs to; null: nothing has to be done. */
export async function findOutgoing(db: Db, id: MessageId): Promise<Outgoing | null> {
  const row = await findMessage(db, id)
  if (!row || row.externalId !== null || row.isInternal || row.deletedAt !== null) return null
  const ticket = await findTicket(db, row.ticketId)
  // Its own push goes first, so that was given up; a person who does both again finds them in their order.
  if (!ticket?.dealId) throw new GiveUp('The ticket has no deal in the CRM')
  return { row, ticket, dealId: ticket.dealId }
}

/** The mirror may have read it before we knew its number: then there are two rows of one thing, and ours stays. */
export async function noteMessageReached(
  tx: Tx,
  id: MessageId,
  externalKind: 'comment' | 'activity',
  externalId: CommentId | ActivityId,
): Promise<void> {
  const row = await findMessage(tx, id)
  const ticket = row && (await lockTicket(tx, row.ticketId))
  if (!ticket) return
  const isIt = and(eq(activities.externalKind, externalKind), eq(activities.externalId, externalId))
  const [twin] = await tx
    .select()
    .from(activities)
    .where(and(isIt, eq(activities.ticketId, ticket.id), ne(activities.id, id)))
  if (twin) await removeTwin(tx, id, twin)
  // A reading that began before this moment does not know of it, and must not take it for deleted.
  const heard = { crmReadOrder: nextInReadOrder, crmStatus: 'synced', crmError: null } as const
  await tx
    .update(activities)
    .set({ externalKind, externalId, ...heard })
    .where(eq(activities.id, id))
  // One that met it in the CRM has left it alone for as long as we were at it.
  if (ticket.dealId) await promiseRefresh(tx, ticket.dealId)
}

async function removeTwin(tx: Tx, id: MessageId, twin: MessageRow): Promise<void> {
  await tx.update(files).set({ activityId: id }).where(eq(files.activityId, twin.id))
  await tx.delete(crmFiles).where(eq(crmFiles.activityId, twin.id))
  await tx.delete(activities).where(eq(activities.id, twin.id))
  const { ticketId, kind, isInternal, deletedAt } = twin
  if (deletedAt !== null) return
  if (!isInternal)
    await tx
      .update(deals)
      .set({ messageCount: sql`greatest(0, ${deals.messageCount} - 1)` })
      .where(eq(deals.id, ticketId))
  const data = { message_id: twin.id, kind }
  await telling(tx, async (tell) =>
    tell({ kind: 'message-removed', ticketId, actorId: null, isInternal, data }),
  )
}

/** What will never succeed by itself is shown where the message is, too. */
export async function notingFailure(db: Db, id: MessageId, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (isFinal(error)) {
      const crmError = describe(error).slice(0, LONGEST_ERROR)
      await db.update(activities).set({ crmStatus: 'failed', crmError }).where(eq(activities.id, id))
    }
    throw error
  }
}

const isFinal = (error: unknown): error is Error =>
  error instanceof GiveUp ||
  (error instanceof CrmError && error.outcome === 'rejected') ||
  (error instanceof MailError && error.isFinal)

const describe = ({ message, cause }: Error) =>
  cause instanceof Error ? `${message}: ${cause.message}` : message
