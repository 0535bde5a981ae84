import type { Tx } from '#src/db/connect.ts'
import type { CrmDeal } from '#src/providers/crm-provider.ts'
import { isGone } from '#src/sla/clocked.ts'
import { type ClockPlan, planClocks } from '#src/sla/plan-clocks.ts'
import { writeClocks } from '#src/sla/write-clocks.ts'
import { promiseDeadlines } from '#src/tickets/promise-change.ts'
import { isSame, type TicketRow } from '#src/tickets/queries.ts'
import { isOver } from '#src/tickets/status.ts'
import { endOfSecond } from './end-of-second.ts'

type Draft = { deal: CrmDeal; row: TicketRow | null; before: TicketRow; after: TicketRow }
type Kept = { after: TicketRow; clocks: ClockPlan | null; isDue: boolean }

/** What the clocks make of readings. What changes in the CRM changed when the CRM says; a deadline that is another there was set by hand. */
export const planMirrored = (
  tx: Tx,
  drafts: readonly Draft[],
  { isQuiet, now }: { isQuiet: boolean; now: Date },
): Promise<(ClockPlan | null)[]> =>
  planClocks(
    tx,
    drafts.map(({ deal, row, before, after }) => ({
      before: row && before,
      after,
      at: row ? endOfSecond(deal.modifiedAt, now) : after.createdAt,
      statusAt: endOfSecond(statusAt(deal, after), now),
      isDeadlineByHand: !isSame(before.dateDeadline, after.dateDeadline),
    })),
    now,
    { isQuiet },
  )

const statusAt = ({ movedAt, modifiedAt }: CrmDeal, { status, closedAt, resolvedAt }: TicketRow): Date =>
  (isOver(status) ? (closedAt ?? resolvedAt) : null) ?? movedAt ?? modifiedAt

/** With the rows written. What follows from our clocks the CRM is told, as far as somebody may still look at it. */
export async function keepMirrored(tx: Tx, changes: readonly Kept[], now: Date): Promise<void> {
  await writeClocks(
    tx,
    changes.flatMap(({ clocks }) => clocks ?? []),
    now,
  )
  const due = changes.filter(({ after, isDue }) => isDue && !isGone(after) && !isOver(after.status))
  await promiseDeadlines(
    tx,
    due.map(({ after }) => after.id),
    now,
  )
}
