import { z } from '@hono/zod-openapi'
import { type Caller, isOfTheTeam } from '#src/auth/access.ts'
import type { Locale } from '#src/locale.ts'
import type { Ports } from '#src/ports.ts'
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
  { db }: Pick<Ports, 'db'>,
  row: TicketRow,
  { caller, locale }: { caller: Caller; locale: Locale },
): Promise<ChangedTicket> {
  const category = await categoryById(db, row.categoryId)
  return {
    ...showTicket(row, { caller, locale, category }),
    pending_changes: isOfTheTeam(caller) ? await pendingChanges(db, row.id) : [],
  }
}
