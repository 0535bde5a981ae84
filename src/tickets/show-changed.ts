import { z } from '@hono/zod-openapi'
import { type Caller, isOfTheTeam } from '#src/auth/access.ts'
import type { Locale } from '#src/locale.ts'
import type { Ports } from '#src/ports.ts'
import { readSla } from '#src/sla/read-sla.ts'
import { categoryById } from './categories.ts'
import { PendingChange, pendingChanges } from './pending-changes.ts'
import type { TicketRow } from './queries.ts'
import { showTicket, Ticket } from './ticket.ts'

/** With what the CRM has not answered yet, which is for the team to know. */
export const ChangedTicket = Ticket.extend({ pending_changes: z.array(PendingChange) }).openapi(
  'ChangedTicket',
)
export type ChangedTicket = z.infer<typeof ChangedTicket>

export async function showChanged(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  row: TicketRow,
  { caller, locale }: { caller: Caller; locale: Locale },
): Promise<ChangedTicket> {
  const [category, slaOf] = await Promise.all([categoryById(db, row.categoryId), readSla(db, [row], clock())])
  return {
    ...showTicket(row, { caller, locale, category, sla: slaOf(row) }),
    pending_changes: isOfTheTeam(caller) ? await pendingChanges(db, row.id) : [],
  }
}
