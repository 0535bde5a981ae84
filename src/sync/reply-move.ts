import { and, desc, eq } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { slaHistory } from '#src/db/sla-schema.ts'
import type { Happened } from '#src/sla/clocked.ts'
import { columnsOfMove } from '#src/tickets/move.ts'
import type { TicketColumns, TicketRow } from '#src/tickets/queries.ts'
import { afterRequesterReply } from '#src/tickets/status.ts'
import type { MirrorBook } from './mirror-book.ts'

type Move = { columns: TicketColumns; at: Date }

/**
 * A reply that came by way of the CRM moves a ticket that waited for it, as one by the portal does, and at its own moment; one that
 * was there before the ticket began to wait does not. What is closed the CRM's people open again.
 */
export async function moveOfReply(
  tx: Tx,
  ticket: TicketRow,
  heard: readonly Happened[],
  book: MirrorBook,
): Promise<Move | null> {
  const { status, pipelineId, stageId } = ticket
  if (status === 'closed' || !heard.some(isReply)) return null
  const to = afterRequesterReply(status)
  if (to === status) return null
  const since = await sinceWhen(tx, ticket)
  const reply = heard.find((one) => isReply(one) && one.at.getTime() >= inSeconds(since))
  if (!reply) return null
  const place = book.placeOf({ pipelineId, stageId, outcome: 'open' })
  return { columns: columnsOfMove(place, ticket, to, reply.at), at: reply.at }
}

const isReply = ({ kind }: Happened) => kind === 'requester-wrote'

async function sinceWhen(tx: Tx, { id, resolvedAt, createdAt }: TicketRow): Promise<Date> {
  const [last] = await tx
    .select({ at: slaHistory.at })
    .from(slaHistory)
    .where(and(eq(slaHistory.ticketId, id), eq(slaHistory.kind, 'status')))
    .orderBy(desc(slaHistory.at), desc(slaHistory.id))
    .limit(1)
  return last?.at ?? resolvedAt ?? createdAt
}

/** The CRM cuts moments to their second. */
const inSeconds = (at: Date) => Math.floor(at.getTime() / 1_000) * 1_000
