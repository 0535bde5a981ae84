import { and, eq, inArray, ne, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { crmDepartments, crmPeople } from '#src/db/crm-schema.ts'
import { users } from '#src/db/schema.ts'
import type { Priority } from '#src/db/ticket-schema.ts'
import type { CrmUserId, SlaWarningId, TicketId, UserId } from '#src/ids.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Calendar } from './calendar.ts'
import type { Whom } from './duties.ts'
import { addWorked } from './working-hours.ts'

type Ticket = {
  id: TicketId
  priority: Priority
  responsibleId: UserId | null
  responsibleCrmId: CrmUserId | null
  assigneeDepartment: string | null
}
type Notices = {
  notices: readonly { warningId: SlaWarningId; whom: Whom }[]
  calendar: Calendar
  now: Date
}

/**
 * Somebody is told of each, when they work; of what is urgent at once. Where there is nobody of a kind, the next ones are told.
 * Returns who they are; what several wishes come to is one letter for each of them.
 */
export async function promiseLetters(
  tx: Tx,
  ticket: Ticket,
  { notices, calendar, now }: Notices,
): Promise<Map<SlaWarningId, UserId[]>> {
  const runAt = ticket.priority === 'urgent' ? now : nextWorkingMoment(calendar, now)
  const people = new Map<SlaWarningId, UserId[]>()
  for (const { warningId, whom } of notices)
    for (const userId of await peopleOf(tx, ticket, whom)) {
      const told = people.get(warningId) ?? []
      if (told.includes(userId)) continue
      people.set(warningId, [...told, userId])
      await promise(tx, 'send-sla-letter', { warningId, userId }, { lane: 'mail', runAt })
    }
  return people
}

/** The moment itself, if it is worked. */
export const nextWorkingMoment = (calendar: Calendar, now: Date) =>
  new Date(addWorked(calendar, now, 1).getTime() - 1)

const ORDER = ['assignee', 'lead', 'department'] as const satisfies Whom[]

async function peopleOf(tx: Tx, ticket: Ticket, whom: Whom): Promise<UserId[]> {
  for (const kind of ORDER.slice(ORDER.indexOf(whom))) {
    const found = await FINDERS[kind](tx, ticket)
    if (found.length > 0) return found
  }
  return idsOf(
    await tx
      .select(ID)
      .from(users)
      .where(and(eq(users.role, 'admin'), users.isActive)),
  )
}

const ID = { id: users.id }
const idsOf = (rows: readonly { id: UserId }[]) => rows.map(({ id }) => id)
const isOfTheTeam = and(ne(users.role, 'requester'), users.isActive)

const FINDERS: Record<Whom, (tx: Tx, ticket: Ticket) => Promise<UserId[]>> = {
  async assignee(tx, { responsibleId }) {
    if (responsibleId === null) return []
    const isThem = and(eq(users.id, responsibleId), isOfTheTeam)
    return idsOf(await tx.select(ID).from(users).where(isThem))
  },
  /** The leads of the department here; else whom the CRM has as its head, or as that of the department of whoever works on it. */
  async lead(tx, { assigneeDepartment, responsibleCrmId }) {
    const leads = await idsOfDepartment(tx, assigneeDepartment, eq(users.role, 'lead'))
    if (leads.length > 0) return leads
    const isNamed = sql`${crmDepartments.name} = ${assigneeDepartment}`
    const isTheirs = sql`${crmDepartments.departmentId} = any(
      (select department_ids from crm_people where crm_user_id = ${responsibleCrmId})::int[])`
    for (const isIt of [isNamed, isTheirs]) {
      const heads = tx
        .select({ email: sql`lower(${crmPeople.email})` })
        .from(crmDepartments)
        .innerJoin(crmPeople, eq(crmPeople.crmUserId, crmDepartments.headId))
        .where(and(isIt, sql`${crmDepartments.goneAt} is null`))
      const found = await tx
        .select(ID)
        .from(users)
        .where(and(inArray(sql`lower(${users.email})`, heads), isOfTheTeam))
      if (found.length > 0) return idsOf(found)
    }
    return []
  },
  department: (tx, { assigneeDepartment }) => idsOfDepartment(tx, assigneeDepartment),
}

async function idsOfDepartment(tx: Tx, department: string | null, only?: SQL): Promise<UserId[]> {
  if (department === null) return []
  const isTheirs = sql`lower(${users.department}) = ${department.trim().toLowerCase()}`
  return idsOf(
    await tx
      .select(ID)
      .from(users)
      .where(and(isTheirs, isOfTheTeam, only)),
  )
}
