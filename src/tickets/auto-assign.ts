import { and, asc, eq, gt, isNotNull, isNull, ne, not, notInArray, sql } from 'drizzle-orm'
import { autoAssignment, teamPresence } from '#src/db/assignment-schema.ts'
import { plainDepartment } from '#src/db/columns.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { users } from '#src/db/schema.ts'
import { telling } from '#src/db/tell.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { TicketId } from '#src/ids.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Config, Ports } from '#src/ports.ts'
import { localVisit } from '#src/visit.ts'
import { assignees } from './find-assignee.ts'
import { placeOf } from './move.ts'
import { promiseChange } from './promise-change.ts'
import { changeRow, findTicket, lockTicket, type TicketRow } from './queries.ts'
import { columnsOfChange, tellMore } from './ticket-change.ts'
import { isStillWorkedOn } from './visible.ts'

/** Whoever was here so lately is here: gateways say who is with them twice within it (see realtime/last-seen.ts). */
const PRESENT_S = 75
/** Any number that nobody else uses; "turn" on a phone's keys. */
const TURN_LOCK = 8_876
const AT_ONCE = 200
const VISIT = localVisit('auto-assign')

const isNobodys = and(isNull(deals.responsibleId), isNull(deals.responsibleCrmId), not(deals.isGivenByHand))
export const isWaiting = and(isNobodys, notInArray(deals.status, ['resolved', 'closed']), isStillWorkedOn)
export const isPresent = gt(
  teamPresence.seenAt,
  sql`clock_timestamp() - ${PRESENT_S}::float8 * interval '1 second'`,
)

/** Somebody will be found for it, if its department wants that. In the transaction that filed it. */
export async function promiseAssignment(
  tx: Tx,
  { id, assigneeDepartment, responsibleId, responsibleCrmId, isGivenByHand }: TicketRow,
): Promise<void> {
  if (assigneeDepartment === null || responsibleId !== null || responsibleCrmId !== null || isGivenByHand)
    return
  const [wanted] = await tx
    .select({ isOn: autoAssignment.isOn })
    .from(autoAssignment)
    .where(and(eq(autoAssignment.department, plainDepartment(assigneeDepartment)), autoAssignment.isOn))
  if (wanted) await promiseOne(tx, id)
}

/** By a key of its own: a CRM that is away keeps nobody from being given work. */
const promiseOne = (tx: Db | Tx, ticketId: TicketId) =>
  promise(tx, 'auto-assign', { ticketId }, { key: `assign:${ticketId}`, merge: true })

/** What nobody was there for is tried again, as is what came to a department by other ways. Returns how many. */
export async function retryAssignments(db: Db, signal?: AbortSignal): Promise<number> {
  const waiting = await db
    .selectDistinct({ id: deals.id })
    .from(deals)
    .innerJoin(
      autoAssignment,
      and(eq(autoAssignment.department, plainDepartment(deals.assigneeDepartment)), autoAssignment.isOn),
    )
    .innerJoin(users, eq(plainDepartment(users.department), autoAssignment.department))
    .innerJoin(teamPresence, and(eq(teamPresence.userId, users.id), isPresent))
    .where(and(isWaiting, isNotNull(deals.assigneeDepartment), users.isActive, ne(users.role, 'requester')))
    .orderBy(asc(deals.id))
    .limit(AT_ONCE)
  for (const { id } of waiting) {
    if (signal?.aborted) break
    await promiseOne(db, id)
  }
  return waiting.length
}

type Needed = Pick<Ports, 'db' | 'clock' | 'stageMap' | 'dictionaries'>

/**
 * To whoever of the department is here and has the least to do, in turn among equals; if nobody is, it stays as it is. One after
 * the other, so that of two tickets at once each sees whom the other was given to.
 */
export const autoAssign =
  (ports: Needed, rules: Config['tickets']): Task<'auto-assign'> =>
  async ({ ticketId }, job) => {
    const found = await findTicket(ports.db, ticketId)
    if (!found) return
    const place = await placeOf(ports, found)
    await job.finish(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${TURN_LOCK})`)
      const before = await lockTicket(tx, ticketId)
      if (!before || !(await isWanted(tx, before))) return
      const assignee = await whoseTurn(tx, before)
      if (!assignee) return
      await tx
        .update(teamPresence)
        .set({ givenAt: sql`clock_timestamp()` })
        .where(eq(teamPresence.userId, assignee.userId))
      await telling(tx, async (tell) => {
        const now = ports.clock()
        const columns = columnsOfChange(before, { assignee }, { place, rules, now })
        const how = { actorId: null, action: 'ticket-assigned-by-turn', visit: VISIT, tell, now } as const
        const after = await changeRow(tx, before, columns, how)
        tellMore(before, after, null, tell)
        await promiseChange(tx, before, after)
      })
    })
  }

/** Somebody may have taken it meanwhile, or the department want it no more. */
async function isWanted(tx: Tx, { id, assigneeDepartment }: TicketRow): Promise<boolean> {
  if (assigneeDepartment === null) return false
  const [wanted] = await tx
    .select({ id: deals.id })
    .from(deals)
    .innerJoin(
      autoAssignment,
      and(eq(autoAssignment.department, plainDepartment(deals.assigneeDepartment)), autoAssignment.isOn),
    )
    .where(and(eq(deals.id, id), isWaiting))
  return wanted !== undefined
}

async function whoseTurn(tx: Tx, { assigneeDepartment, userId }: TicketRow) {
  const load = sql`(select count(*) from ${deals} where ${deals.responsibleId} = ${users.id}
    and ${deals.status} not in ('resolved', 'closed') and ${isStillWorkedOn})`
  const seen = sql`(select given_at from team_presence where user_id = ${users.id})`
  const isHere = sql`exists (select from ${teamPresence} where ${teamPresence.userId} = ${users.id} and ${isPresent})`
  const isTheirs = eq(plainDepartment(users.department), plainDepartment(assigneeDepartment ?? ''))
  // Nobody works on what they ask for themselves.
  const isAnother = userId === null ? undefined : ne(users.id, userId)
  const [found] = await assignees(tx, and(isTheirs, isAnother, isHere))
    .orderBy(load, sql`${seen} nulls first`, users.id)
    .limit(1)
  return found
}
