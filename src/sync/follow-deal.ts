import { sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import type { Tell } from '#src/db/tell.ts'
import type { MessageId, TicketId } from '#src/ids.ts'
import { promiseParts } from '#src/tickets/promise-change.ts'
import type { Change } from './write-deals.ts'

/** What else is another because a deal is. Its row is written, and locked. */
export async function followDeal(
  tx: Tx,
  changes: readonly Change[],
  { isQuiet, tell }: { isQuiet: boolean; tell: Tell },
): Promise<void> {
  const known = changes.filter(({ row }) => row !== null)
  for (const { after } of known.filter(hasOldRating)) await promiseParts(tx, after.id, ['rating'])
  const retold = await retellDescriptions(
    tx,
    known.filter(({ seen }) => seen.includes('description')),
  )
  if (isQuiet) return
  for (const { id, ticketId } of retold)
    tell({
      kind: 'message-changed',
      ticketId,
      actorId: null,
      isInternal: false,
      data: { message_id: id, kind: 'comment' },
    })
}

/** It was said of a closure that is none any more: the CRM has it still, and would give it back with the next reading. */
const hasOldRating = ({ deal: { fields }, before, after }: Change) =>
  before.reopenCount < after.reopenCount &&
  ((after.rating === null && Boolean(fields.rating)) ||
    (after.ratingFeedback === null && Boolean(fields.ratingComment)))

/** The first thing that was said on a ticket of ours is its description, as old as the ticket, and never becomes a comment in the CRM. */
async function retellDescriptions(
  tx: Tx,
  changes: readonly Change[],
): Promise<{ id: MessageId; ticketId: TicketId }[]> {
  if (changes.length === 0) return []
  const rows = changes.map(({ after, deal }) => ({
    ticketId: after.id,
    openedAt: after.createdAt,
    text: after.description,
    at: deal.modifiedAt,
  }))
  return tx.execute<{ id: MessageId; ticketId: TicketId }>(sql`
    update activities set body_text = changed.text, edited_at = changed.at
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as changed ("ticketId" int, "openedAt" timestamptz, text text, at timestamptz)
    where activities.ticket_id = changed."ticketId" and date_trunc('milliseconds', created_at) = changed."openedAt"
      and kind = 'comment' and source = 'portal' and crm_status is null and external_id is null
      and body_text <> changed.text
    returning activities.id, activities.ticket_id as "ticketId"`)
}
