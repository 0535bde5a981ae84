import { telling } from '#src/db/tell.ts'
import { GiveUp } from '#src/jobs/ends.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import { CrmError } from '#src/providers/crm-provider.ts'
import { dealChangeOf } from './crm-parts.ts'
import { noteFailed, noteReached } from './crm-status.ts'
import { findTicket } from './queries.ts'

/** Brings the deal to what the row says when this runs, so that doing it twice, or late, does no harm. */
export const pushChange =
  ({ db, crm }: Pick<Ports, 'db' | 'crm'>): Task<'push-change'> =>
  async ({ ticketId, parts }, job) => {
    const row = await findTicket(db, ticketId)
    if (!row) throw new GiveUp('There is no such ticket')
    // Its own push, which goes first, was given up.
    if (row.dealId === null) throw new GiveUp('The ticket has no deal in the CRM')
    const change = dealChangeOf(row, parts)
    const calling = {
      priority: job.lane === 'people' ? 'people' : 'background',
      mayExist: job.mayExist,
    } as const
    await crm.changeDeal(row.dealId, change, calling).catch(async (error: unknown) => {
      if (error instanceof CrmError && error.outcome === 'rejected') await noteFailed(db, ticketId, error)
      throw error
    })
    await job.finish((tx) => telling(tx, (tell) => noteReached(tx, ticketId, job.id, tell)))
  }
