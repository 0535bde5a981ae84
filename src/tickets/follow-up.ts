import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import type { Tx } from '#src/db/connect.ts'
import type { Tell } from '#src/db/tell.ts'
import { DomainError } from '#src/errors.ts'
import type { Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { fileTicket } from './file-ticket.ts'
import { addLink } from './link-tickets.ts'
import type { MessageRow } from './message.ts'
import type { Place } from './move.ts'
import type { TicketRow } from './queries.ts'
import type { Saying, Speaker } from './say.ts'
import { stageFor } from './stages.ts'

export type FollowUpPorts = Pick<Ports, 'cpfVault'>

type How = {
  caller: Speaker
  saying: Saying
  timeZone: string
  place: Place
  now: Date
  visit: Visit
  tell: Tell
}

export const FOLLOW_UP = 'follow_up'

/** D-09: what is said too late begins a new ticket of the same people about the same thing, and is its first message. */
export async function openFollowUp(
  tx: Tx,
  { cpfVault }: FollowUpPorts,
  closed: TicketRow,
  { caller, saying, timeZone, place, now, visit, tell }: How,
): Promise<MessageRow> {
  const description = {
    ...anotherOf({ cpfVault }, closed, { text: saying.text, place, now }),
    filedById: null,
    related: { type: FOLLOW_UP, id: String(closed.id) },
  }
  const { uploadIds, clientId } = saying
  const { row } = await fileTicket(tx, { description, uploadIds, timeZone, caller, visit, tell })
  await link(tx, row, closed, { actorId: caller.userId, visit, tell })
  const [first] = await tx
    .update(activities)
    .set({ clientId: clientId ?? null })
    .where(eq(activities.ticketId, row.id))
    .returning()
  if (!first) throw new Error('a ticket was filed without its first message')
  return first
}

/** One that has too many already is named by the new one all the same, and keeps nobody from writing. */
async function link(tx: Tx, row: TicketRow, closed: TicketRow, how: Parameters<typeof addLink>[4]) {
  try {
    await addLink(tx, row, closed, FOLLOW_UP, how)
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'too-many-links') throw error
  }
}

/** What a new ticket is filed with that is of the same people about the same thing. */
export function anotherOf(
  { cpfVault }: FollowUpPorts,
  ticket: TicketRow,
  { text, place, now }: { text: string; place: Place; now: Date },
) {
  const originKey = randomUUID()
  const cpf =
    ticket.cpf === null
      ? null
      : cpfVault.sealForTicket(cpfVault.openOfTicket(ticket.cpf, ticket.originKey), originKey)
  return {
    ...sameAs(ticket),
    originKey,
    cpf,
    description: text,
    stageId: stageFor(place, 'open') ?? ticket.stageId,
    assignedAt: ticket.responsible === null ? null : now,
    isUnread: false,
    messageCount: 1,
    createdAt: now,
    updatedAt: now,
  }
}

const sameAs = (ticket: TicketRow) => ({
  title: ticket.title,
  pipelineId: ticket.pipelineId,
  priority: ticket.priority,
  categoryId: ticket.categoryId,
  serviceCategory: ticket.serviceCategory,
  systemType: ticket.systemType,
  requesterDepartment: ticket.requesterDepartment,
  assigneeDepartment: ticket.assigneeDepartment,
  filial: ticket.filial,
  matricula: ticket.matricula,
  requesterName: ticket.requesterName,
  requesterEmail: ticket.requesterEmail,
  requesterPhone: ticket.requesterPhone,
  userId: ticket.userId,
  responsibleCrmId: ticket.responsibleCrmId,
  responsible: ticket.responsible,
  responsibleEmail: ticket.responsibleEmail,
  responsibleId: ticket.responsibleId,
  custom: ticket.custom,
  tags: ticket.tags,
})
