import { z } from '@hono/zod-openapi'
import { authorizeTicket, type Caller, isOfTheTeam } from '#src/auth/access.ts'
import { FileView, filesOf, toFileView } from '#src/files/file-view.ts'
import type { TicketId } from '#src/ids.ts'
import type { Locale } from '#src/locale.ts'
import type { Ports } from '#src/ports.ts'
import { readSla } from '#src/sla/read-sla.ts'
import { categoryById } from './categories.ts'
import { Message } from './message.ts'
import { PendingChange, pendingChanges } from './pending-changes.ts'
import { findTicket } from './queries.ts'
import { showTicket, Ticket } from './ticket.ts'
import { readTimeline } from './timeline.ts'

const FIRST_PART = 50

export const TicketDetail = Ticket.extend({
  files: z.array(FileView).openapi({ description: 'That came with the ticket itself' }),
  messages: z.array(Message).openapi({ description: 'The newest, in the order in which they were said' }),
  messages_before: z
    .int()
    .nullable()
    .openapi({ description: '`before` for those that were said earlier; null: these are all' }),
  pending_changes: z
    .array(PendingChange)
    .openapi({ description: 'For the team: what was asked of the CRM and is not answered yet' }),
  links: z.object({
    self: z.string(),
    messages: z.string(),
    read: z.string(),
    audit: z.string().nullable().openapi({ description: 'For the team' }),
  }),
}).openapi('TicketDetail')
export type TicketDetail = z.infer<typeof TicketDetail>

export async function readTicket(
  { db, files, clock }: Pick<Ports, 'db' | 'files' | 'clock'>,
  caller: Caller,
  id: TicketId,
  locale: Locale,
): Promise<TicketDetail> {
  const row = authorizeTicket(caller, 'ticket:read', await findTicket(db, id))
  const [category, timeline, fileRows, pending, slaOf] = await Promise.all([
    categoryById(db, row.categoryId),
    readTimeline({ db, files }, caller, row, { limit: FIRST_PART, skip: 0, locale }),
    filesOf(db, { ticketIds: [id], activityIds: [] }),
    isOfTheTeam(caller) ? pendingChanges(db, id) : [],
    readSla(db, [row], clock()),
  ])
  const self = `/api/v1/tickets/${id}`
  return {
    ...showTicket(row, { caller, locale, category, sla: slaOf(row) }),
    files: await Promise.all(fileRows.map((file) => toFileView({ files }, file))),
    messages: timeline.messages,
    messages_before: timeline.nextCursor,
    pending_changes: pending,
    links: {
      self,
      messages: `${self}/messages`,
      read: `${self}/read`,
      audit: isOfTheTeam(caller) ? `${self}/audit` : null,
    },
  }
}
