import { eq, sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { slaWarnings } from '#src/db/sla-schema.ts'
import { type NewEvent, type Tell, telling } from '#src/db/tell.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { TicketId, UserId } from '#src/ids.ts'
import { inTurn } from '#src/jobs/in-turn.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import type { Happened } from './clocked.ts'
import { clocksOf } from './clocks-of.ts'
import { DEFAULT_POLICY } from './default-policy.ts'
import { type Action, type Duty, dutiesOf } from './duties.ts'
import { marksOf, nameOf, nextMark } from './marks.ts'
import { appliedIn } from './plan-clocks.ts'
import type { ClockName } from './policy.ts'
import { promiseLetters } from './promise-letters.ts'
import { readHistories } from './read-histories.ts'
import { promiseLooks, writeCopies, writeLines } from './write-clocks.ts'
import { writeMarks } from './write-marks.ts'

/** Does to the ticket, which is locked, what its policy wants done; handed in by whoever knows how tickets are changed. */
export type Escalate = (
  tx: Tx,
  escalation: { ticketId: TicketId; actions: readonly Action[]; now: Date; tell: Tell },
) => Promise<void>

/**
 * A ticket's clocks have passed a mark, or have not, because something happened since this was promised. Each mark is written once,
 * with all that comes of it, and the next look is promised: in one transaction with the end of the job.
 */
export function slaDue({ clock }: Pick<Ports, 'clock'>, escalate: Escalate): Task<'sla-due'> {
  const turns = inTurn(AT_ONCE)
  return ({ ticketId }, job) =>
    turns(() => job.finish((tx) => telling(tx, (tell) => look(tx, ticketId, { clock, escalate, tell }))))
}

/** Where many clocks pass their marks at once, the others wait as jobs, and not in a queue for connections, where nobody renews a lease. */
const AT_ONCE = 3

type Around = Pick<Ports, 'clock'> & { escalate: Escalate; tell: Tell }

async function look(tx: Tx, ticketId: TicketId, { clock, escalate, tell }: Around): Promise<void> {
  const ticket = await lock(tx, ticketId)
  if (!ticket) return
  // By the clock of the database it was due; what people here wrote is of ours.
  const now = new Date(Math.max(clock().getTime(), ticket.nowMs))
  const [histories, known] = await Promise.all([readHistories(tx, [ticketId]), readMarks(tx, ticketId)])
  const history = histories.get(ticketId) ?? []
  const readings = clocksOf(history, now)
  const { policy, calendar } = appliedIn(history) ?? DEFAULT_POLICY
  const fresh = marksOf(readings, now).filter((mark) => !known.names.has(nameOf(mark)))
  const duties = dutiesOf(fresh, { readings, policy, priority: ticket.priority, raised: known.raised })
  const [written] = await Promise.all([
    writeMarks(
      tx,
      duties.map((duty) => ({ ...duty, ticketId })),
    ),
    writeLines(
      tx,
      duties.flatMap((duty) => (duty.percent === 100 ? { ...breachOf(duty), ticketId } : [])),
    ),
    writeCopies(tx, [{ after: { id: ticketId }, readings }]),
    promiseLooks(tx, [{ ticketId, at: nextMark(readings, now) }]),
  ])
  const idOf = (duty: Duty) =>
    written.find((one) => one.clock === duty.clock && one.percent === duty.percent)?.id
  const notices = duties.flatMap((duty) => {
    const warningId = idOf(duty)
    return warningId === undefined ? [] : duty.whom.map((whom) => ({ warningId, whom }))
  })
  const people = await promiseLetters(tx, ticket, { notices, calendar, now })
  for (const duty of duties) {
    const warningId = idOf(duty)
    const told = warningId === undefined ? [] : (people.get(warningId) ?? [])
    if (duty.isTold) tell(eventOf(duty, ticketId, told))
  }
  const actions = duties.flatMap((duty) => duty.actions)
  if (actions.length > 0) await escalate(tx, { ticketId, actions, now, tell })
}

async function lock(tx: Tx, ticketId: TicketId) {
  const [row] = await tx
    .select({
      id: deals.id,
      priority: deals.priority,
      responsibleId: deals.responsibleId,
      responsibleCrmId: deals.responsibleCrmId,
      assigneeDepartment: deals.assigneeDepartment,
      nowMs: sql<number>`extract(epoch from clock_timestamp())::float8 * 1000`,
    })
    .from(deals)
    .where(eq(deals.id, ticketId))
    .for('update')
  return row
}

async function readMarks(tx: Tx, ticketId: TicketId) {
  const rows = await tx
    .select({
      clock: slaWarnings.clock,
      percent: slaWarnings.percent,
      dueAt: slaWarnings.dueAt,
      actions: slaWarnings.actions,
    })
    .from(slaWarnings)
    .where(eq(slaWarnings.ticketId, ticketId))
  // As it was written below.
  const isRaise = (action: unknown) => (action as Action).kind === 'raise-priority'
  return {
    names: new Set(rows.map(nameOf)),
    raised: new Set(
      rows.flatMap(({ clock, actions }): ClockName[] => (actions.some(isRaise) ? [clock] : [])),
    ),
  }
}

/** People are told of it, so nothing that becomes known later takes it back. */
const breachOf = ({ clock, startedAt, dueAt, passedAt }: Duty): Happened => ({
  kind: 'breached',
  data: { clock, startedAt: startedAt.toISOString(), dueAt: dueAt.toISOString() },
  at: passedAt,
})

/** `people`: who is told of it, wherever they are. */
const eventOf = (
  { clock, percent, dueAt, passedAt }: Duty,
  ticketId: TicketId,
  people: readonly UserId[],
): NewEvent => ({
  kind: percent < 100 ? 'sla-warning' : 'sla-breached',
  ticketId,
  actorId: null,
  isInternal: true,
  data: {
    target: clock,
    level: String(percent),
    due_at: dueAt.toISOString(),
    passed_at: passedAt.toISOString(),
    people,
  },
})
