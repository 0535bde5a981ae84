import type { Tx } from '#src/db/connect.ts'
import { type Tell, telling } from '#src/db/tell.ts'
import { callingOf } from '#src/jobs/calling.ts'
import { GiveUp, Postpone } from '#src/jobs/ends.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import { CrmError } from '#src/providers/crm-provider.ts'
import { localVisit } from '#src/visit.ts'
import { dealChangeOf } from './crm-parts.ts'
import { noteFailed, noteReached } from './crm-status.ts'
import { keepAnswer } from './keep-answer.ts'
import { placeOf, stageOf } from './move.ts'
import { changeRow, findTicket, lockTicket, type TicketRow } from './queries.ts'

type Needed = Pick<Ports, 'db' | 'crm' | 'clock' | 'stageMap' | 'dictionaries'>

/** The lists of the CRM are tried again every minute. */
const STAGES_UNKNOWN_MS = 30_000

/** Brings the deal to what the row says when this runs, so that doing it twice, or late, does no harm. */
export const pushChange =
  (ports: Needed): Task<'push-change'> =>
  async ({ ticketId, parts }, job) => {
    const { db, crm, clock } = ports
    const row = await findTicket(db, ticketId)
    if (!row) throw new GiveUp('There is no such ticket')
    // Its own push, which goes first, was given up.
    if (row.dealId === null) throw new GiveUp('The ticket has no deal in the CRM')
    const stageId = parts.includes('stage') ? stageOf(await placeOf(ports, row), row) : row.stageId
    if (stageId === null) throw new Postpone(STAGES_UNKNOWN_MS)
    const change = dealChangeOf({ ...row, stageId }, parts)
    const answer = await crm.changeDeal(row.dealId, change, callingOf(job)).catch(async (error: unknown) => {
      if (error instanceof CrmError && error.outcome === 'rejected') await noteFailed(db, ticketId, error)
      throw error
    })
    await job.finish((tx) =>
      telling(tx, async (tell) => {
        if (stageId !== row.stageId) await keepStage(tx, row, stageId, { tell, now: clock() })
        await keepAnswer(tx, ticketId, change, answer)
        await noteReached(tx, ticketId, job.id, tell)
      }),
    )
  }

/** Unless it was moved on meanwhile. */
async function keepStage(
  tx: Tx,
  { id, stageId: was }: TicketRow,
  stageId: string,
  how: { tell: Tell; now: Date },
) {
  const before = await lockTicket(tx, id)
  if (before?.stageId !== was) return
  const visit = localVisit('push-change')
  await changeRow(tx, before, { stageId }, { actorId: null, action: 'ticket-pushed', visit, ...how })
}
