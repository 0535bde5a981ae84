import { z } from '@hono/zod-openapi'
import { authorizeTicket, type Caller, isOfTheTeam } from '#src/auth/access.ts'
import { type MergedTicket, mergedFrom, mergedInto } from '#src/db/merged-tickets.ts'
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
import { unreadInCopy } from './unread-in-copy.ts'

const FIRST_PART = 50

const OtherTicket = z.object({ id: z.int(), deal_id: z.int().nullable(), ticket_number: z.string() })

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
  merged_into: OtherTicket.nullable().openapi({ description: 'Where its history goes on now' }),
  merged_from: z
    .array(OtherTicket.extend({ files: z.array(FileView) }))
    .openapi({ description: 'Whose history goes on here, with the files that came with each' }),
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
  const from = await mergedFrom(db, id)
  const [category, timeline, fileRows, pending, slaOf, into, unread] = await Promise.all([
    categoryById(db, row.categoryId),
    readTimeline({ db, files }, caller, row, { limit: FIRST_PART, skip: 0, locale }),
    filesOf(db, { ticketIds: [id, ...from.map((one) => one.id)], activityIds: [] }),
    isOfTheTeam(caller) ? pendingChanges(db, id) : [],
    readSla(db, [row], clock()),
    row.mergedIntoId === null ? [] : mergedInto(db, id),
    unreadInCopy(db, caller, [row]),
  ])
  const self = `/api/v1/tickets/${id}`
  const filesOn = (ticketId: TicketId) =>
    Promise.all(
      fileRows.filter((file) => file.ticketId === ticketId).map((file) => toFileView({ files }, file)),
    )
  return {
    ...showTicket(row, { caller, locale, category, sla: slaOf(row), unread }),
    files: await filesOn(id),
    messages: timeline.messages,
    messages_before: timeline.nextCursor,
    pending_changes: pending,
    merged_into: into.map(shownAs).at(-1) ?? null,
    merged_from: await Promise.all(
      from.map(async (one) => ({ ...shownAs(one), files: await filesOn(one.id) })),
    ),
    links: {
      self,
      messages: `${self}/messages`,
      read: `${self}/read`,
      audit: isOfTheTeam(caller) ? `${self}/audit` : null,
    },
  }
}

const shownAs = ({ id, dealId: deal_id, ticketNumber: ticket_number }: MergedTicket) => ({
  id,
  deal_id,
  ticket_number,
})
