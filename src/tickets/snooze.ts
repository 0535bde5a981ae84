import { z } from '@hono/zod-openapi'
import type { Caller } from '#src/auth/access.ts'
import { telling } from '#src/db/tell.ts'
import { DomainError } from '#src/errors.ts'
import type { TicketId } from '#src/ids.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import { localVisit, type Visit } from '#src/visit.ts'
import { changeOwn, type OwnPorts } from './change-own.ts'
import { changeRow, lockTicket, type TicketRow } from './queries.ts'
import { isOver } from './status.ts'

const LONGEST_MS = 366 * 24 * 3_600_000

export const SnoozeMoment = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .openapi({ type: 'string', format: 'date-time', description: 'In the future, at most a year away' })
export const Snoozing = z.strictObject({ until: SnoozeMoment }).openapi('TicketSnoozing')

type Wish = { ticketId: TicketId; until: Date }

/** Out of the team's sight until then, or until the requester writes: see changeRow in queries.ts. */
export const snoozeTicket = (
  ports: OwnPorts,
  caller: Caller,
  { ticketId, until }: Wish,
  visit: Visit,
): Promise<TicketRow> =>
  changeOwn(
    ports,
    { caller, ticketId, action: 'ticket:change', name: 'ticket-snoozed', visit },
    (before, { now }) => {
      if (before.status === 'closed') throw new DomainError('ticket-closed')
      refuseUnlessAhead(until, now, 'until')
      return { snoozedUntil: until }
    },
    async (after, { tx }) => {
      const payload = { ticketId, until: until.toISOString() }
      // By no key: behind one of next year nothing else would come.
      await promise(tx, 'wake-ticket', payload, { merge: true, runAt: until })
      return after
    },
  )

/** In the future, and not longer than anybody remembers why. */
export function refuseUnlessAhead(until: Date, now: Date, field: 'until' | 'value'): void {
  const aheadMs = until.getTime() - now.getTime()
  if (aheadMs > 0 && aheadMs <= LONGEST_MS) return
  throw new DomainError('invalid-request', {}, { fields: [{ in: 'body', path: [field], rule: 'not-ahead' }] })
}

/** By hand: whoever does it is looking at it. */
export const wakeTicket = (
  ports: OwnPorts,
  caller: Caller,
  ticketId: TicketId,
  visit: Visit,
): Promise<TicketRow> =>
  changeOwn(ports, { caller, ticketId, action: 'ticket:change', name: 'ticket-woken', visit }, () => ({
    snoozedUntil: null,
  }))

/** The moment has come, unless it was put to another one, or the ticket was woken before. */
export const wakeAtLast =
  ({ clock }: Pick<Ports, 'clock'>): Task<'wake-ticket'> =>
  ({ ticketId, until }, job) =>
    job.finish((tx) =>
      telling(tx, async (tell) => {
        const before = await lockTicket(tx, ticketId)
        if (before?.snoozedUntil?.getTime() !== new Date(until).getTime()) return
        const visit = localVisit('wake-ticket')
        const wished = { snoozedUntil: null, ...(!isOver(before.status) && { isUnreadByTeam: true }) }
        await changeRow(tx, before, wished, {
          ...{ actorId: null, action: 'ticket-woken', visit, tell, now: clock() },
        })
      }),
    )
