import { eq } from 'drizzle-orm'
import { recordChange } from '#src/db/audit.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { users } from '#src/db/schema.ts'
import { telling } from '#src/db/tell.ts'
import { DomainError, type ProblemCode, type ProblemParams } from '#src/errors.ts'
import type { UserId } from '#src/ids.ts'
import { callingOf } from '#src/jobs/calling.ts'
import { promiseRefresh } from '#src/jobs/deal-refresh.ts'
import { GiveUp, Postpone } from '#src/jobs/ends.ts'
import type { PayloadOf } from '#src/jobs/tasks.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Config, Ports } from '#src/ports.ts'
import { type CrmDeal, CrmError } from '#src/providers/crm-provider.ts'
import { localVisit } from '#src/visit.ts'
import { dealChangeOf, differingParts } from './crm-parts.ts'
import { keepAnswer } from './keep-answer.ts'
import { placeOf, stageOf } from './move.ts'
import { promiseParts } from './promise-change.ts'
import {
  changeRow,
  deadlineAfter,
  findTicket,
  isSame,
  lockTicket,
  type TicketColumns,
  type TicketRow,
} from './queries.ts'
import { sayWithChange } from './say-with-change.ts'
import { columnsOfChange, isOvertaken, partsOf, showChange, tellMore } from './ticket-change.ts'

type Needed = Pick<Ports, 'db' | 'crm' | 'clock' | 'log' | 'stageMap' | 'dictionaries'>
type Asked = PayloadOf<'ask-change'>
/** What whoever waits is told; null: it was done. */
export type AskResult = { refusal: { code: ProblemCode; params: ProblemParams } | null }
type Refusal = NonNullable<AskResult['refusal']> & { reason?: string }

/** The lists of the CRM are tried again every minute. */
const STAGES_UNKNOWN_MS = 30_000

/** What the team wants is done once the CRM has said yes; after its no, nothing has changed. */
export const askChange =
  (ports: Needed, rules: Config['tickets']): Task<'ask-change'> =>
  async (asked, job) => {
    const { db, crm, clock, log } = ports
    const row = await findTicket(db, asked.ticketId)
    if (!row) throw new GiveUp('There is no such ticket')
    if (await isErased(db, asked.actorId))
      return job.finish((tx) => refuse(tx, asked, { code: 'user-erased', params: {} }, job.mayExist))
    const rulebook = { place: await placeOf(ports, row), rules, now: clock() }
    const planned = isOvertaken(row, asked.change, asked.seen)
      ? overtaken(row)
      : attempt(() => columnsOfChange(row, asked.change, rulebook))
    // An earlier attempt may have reached the CRM, which then shows what it must not.
    if (isRefusal(planned)) return job.finish((tx) => refuse(tx, asked, planned, job.mayExist))

    const { now } = rulebook
    const dateDeadline = await deadlineAfter(db, row, planned, now)
    const wished = { ...row, ...planned, dateDeadline } as TicketRow
    const parts = differingParts(row, wished)
    if (parts.includes('stage') && stageOf(rulebook.place, wished) !== wished.stageId)
      throw new Postpone(STAGES_UNKNOWN_MS)
    const change = dealChangeOf(wished, parts)
    let answer: CrmDeal | null = null
    if (row.dealId !== null && parts.length > 0) {
      try {
        answer = await crm.changeDeal(row.dealId, change, callingOf(job))
      } catch (error) {
        if (!(error instanceof CrmError) || error.outcome !== 'rejected') throw error
        log.warn({ err: error, ticketId: row.id }, 'the CRM rejected a change')
        const refusal = { code: 'crm-rejected', params: {}, reason: error.message } as const
        return job.finish((tx) => refuse(tx, asked, refusal, false))
      }
    }
    const { actorId, message } = asked
    const sayIt = message === undefined ? null : await sayWithChange(ports, rules, { actorId, message })
    await job.finish(async (tx) => {
      const before = await lockTicket(tx, row.id)
      if (!before) throw new Error('a ticket is gone')
      if (answer) await keepAnswer(tx, row.id, change, answer)
      if (await isErased(tx, actorId)) return refuse(tx, asked, { code: 'user-erased', params: {} }, true)
      const columns = attempt(() => columnsOfChange(before, asked.change, rulebook))
      if (isRefusal(columns)) return refuse(tx, asked, columns, true)
      await telling(tx, async (tell) => {
        const visit = visitOf(asked)
        const how = { actorId, action: 'ticket-changed', visit, tell, now } as const
        const after = await changeRow(tx, before, columns, how)
        tellMore(before, after, actorId, tell)
        // Something else happened while it was asked.
        if (!isSame(after.dateDeadline, dateDeadline)) await promiseParts(tx, row.id, ['deadline'])
        await sayIt?.(tx, after, { ...rulebook, visit, tell })
      })
      return { refusal: null } satisfies AskResult
    })
  }

/** Whoever was taken out meanwhile wants and says nothing any more. In a transaction they stay what they are until its end. */
async function isErased(db: Db | Tx, userId: UserId): Promise<boolean> {
  const [user] = await db
    .select({ erasedAt: users.erasedAt })
    .from(users)
    .where(eq(users.id, userId))
    .for('share')
  return user?.erasedAt != null
}

function attempt(plan: () => TicketColumns): TicketColumns | Refusal {
  try {
    return plan()
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, params: error.params }
    throw error
  }
}
const overtaken = (row: TicketRow): Refusal => ({
  code: 'version-conflict',
  params: { version: row.version },
})
const isRefusal = (planned: TicketColumns | Refusal): planned is Refusal => 'code' in planned

const visitOf = ({ requestId, address }: Asked) => ({ ...localVisit(requestId), address })

/** `mayBeThere`: the CRM may show it all the same, and is brought back to what the ticket is. */
async function refuse(
  tx: Tx,
  { ticketId, actorId, change, ...asked }: Asked,
  { reason, ...refusal }: Refusal,
  mayBeThere: boolean,
): Promise<AskResult> {
  const changes = showChange(change)
  const parts = partsOf(change)
  // First the row, as everybody does: what is told and what is promised is locked behind it.
  const row = await lockTicket(tx, ticketId)
  await telling(tx, async (tell) => {
    const { code } = refusal
    await recordChange(tx, {
      actorId,
      action: 'ticket-change-refused',
      subject: 'ticket',
      subjectId: ticketId,
      after: { changes, code, ...(reason !== undefined && { reason }) },
      visit: visitOf({ ticketId, actorId, change, ...asked }),
    })
    const data = { code, changes, ...(reason !== undefined && { reason }) }
    tell({ kind: 'change-rejected', ticketId, actorId, isInternal: true, data })
    if (mayBeThere && parts.length > 0) await promiseParts(tx, ticketId, parts)
    // While it was asked, the mirror left what it names alone.
    if (row?.dealId) await promiseRefresh(tx, row.dealId)
  })
  return { refusal }
}
