import { z } from '@hono/zod-openapi'
import { authorizeTicket } from '#src/auth/access.ts'
import { activities } from '#src/db/activity-schema.ts'
import { recordChange } from '#src/db/audit.ts'
import type { Tx } from '#src/db/connect.ts'
import { mergedInto } from '#src/db/merged-tickets.ts'
import { telling } from '#src/db/tell.ts'
import { DomainError } from '#src/errors.ts'
import type { TicketId } from '#src/ids.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Visit } from '#src/visit.ts'
import type { OwnPorts } from './change-own.ts'
import { type How, keepWatchers } from './keep-watchers.ts'
import { columnsOfMove, placeOf } from './move.ts'
import { promiseChange, ticketKey } from './promise-change.ts'
import { changeRow, findTicket, lockTickets, type TicketRow } from './queries.ts'
import type { Speaker } from './say.ts'
import { MERGED } from './stages.ts'

export const Merging = z
  .strictObject({
    into: z
      .int()
      .min(1)
      .max(2_147_483_647)
      .transform((id) => id as TicketId)
      .openapi({ type: 'integer', description: 'Our number of the ticket that goes on' }),
    confirm: z.boolean().optional().openapi({ description: 'Also where they are of different people' }),
  })
  .openapi('TicketMerging')
type Wish = z.output<typeof Merging> & { ticketId: TicketId }

/**
 * What is one matter goes on as one ticket. The other is closed, and its history is shown in the one that goes on, where it
 * also stays in the CRM: each comment there belongs to its deal. All of it is so at once, and the CRM is told by the promises of
 * both. Asked again, it is done already.
 */
export async function mergeTicket(
  ports: OwnPorts,
  caller: Speaker,
  { ticketId, into, confirm = false }: Wish,
  visit: Visit,
): Promise<TicketRow> {
  const { db, clock, jobs } = ports
  const place = await placeOf(ports, authorizeTicket(caller, 'ticket:change', await findTicket(db, ticketId)))
  const merged = await db.transaction((tx) =>
    telling(tx, async (tell) => {
      const rows = await lockTickets(tx, [ticketId, into])
      const source = authorizeTicket(caller, 'ticket:change', rows.get(ticketId))
      const target = rows.get(into)
      if (!target || into === ticketId || target.crmDeletedAt || target.crmLeftAt) throw refused()
      if (source.mergedIntoId === into) return source
      for (const one of [source, target]) if (one.mergedIntoId !== null) throw await mergedAlready(tx, one)
      if (source.userId !== target.userId && !confirm) throw new DomainError('other-requester')

      const how = { actorId: caller.userId, visit, tell, now: clock() }
      const columns = {
        ...columnsOfMove(place, source, 'closed', how.now, MERGED),
        closeReason: MERGED,
        mergedIntoId: into,
      }
      const after = await changeRow(tx, source, columns, { ...how, action: 'ticket-merged' })
      const followers = [source.userId, ...source.watcherIds].filter((id) => id !== null)
      await recordChange(tx, {
        ...{ actorId: caller.userId, action: 'ticket-merged', subject: 'ticket', subjectId: into, visit },
        after: { merged_from_id: ticketId },
      })
      await keepWatchers(tx, target, { add: followers }, how)
      await tellTheCrm(tx, caller, source, `Este chamado foi unido ao ${nameOf(target)} e continua lá.`)
      await tellTheCrm(tx, caller, target, `O chamado ${nameOf(source)} foi unido a este.`)
      await promiseChange(tx, source, after)
      tellBoth(how, source, target)
      return after
    }),
  )
  jobs.wake()
  return merged
}

const nameOf = ({ ticketNumber, dealId }: TicketRow) =>
  dealId === null ? ticketNumber : `${ticketNumber} (#${dealId})`

/** A comment of its own deal, in the name of who merged them; to the clocks it is nothing that anybody said. */
async function tellTheCrm(tx: Tx, { userId, user }: Speaker, ticket: TicketRow, text: string): Promise<void> {
  const [row] = await tx
    .insert(activities)
    .values({
      ...{ ticketId: ticket.id, kind: 'comment', source: 'system', crmStatus: 'pending', bodyText: text },
      ...{ authorUserId: userId, authorName: user.fullName, authorEmail: user.email },
    })
    .returning({ id: activities.id })
  if (!row) throw new Error('an insert returned nothing')
  const payload = { ticketId: ticket.id, activityId: row.id }
  await promise(tx, 'push-comment', payload, { key: ticketKey(ticket.id) })
}

function tellBoth({ actorId, tell }: How, source: TicketRow, target: TicketRow): void {
  const shown = ({ id, dealId: deal_id, ticketNumber: ticket_number }: TicketRow) => ({
    ...{ id, deal_id, ticket_number },
  })
  const told = { kind: 'ticket-merged', actorId } as const
  tell({ ...told, ticketId: source.id, data: { into: shown(target), from: null } })
  tell({ ...told, ticketId: target.id, data: { into: null, from: shown(source) } })
}

/** Where it is now. */
export async function mergedAlready(tx: Tx, { id, ticketNumber }: TicketRow): Promise<DomainError> {
  const number = (await mergedInto(tx, id)).at(-1)?.ticketNumber ?? ''
  return new DomainError('ticket-merged', { ticket: ticketNumber, number })
}

const refused = () =>
  new DomainError('invalid-request', {}, { fields: [{ in: 'body', path: ['into'], rule: 'not-valid' }] })
