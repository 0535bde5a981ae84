import { z } from '@hono/zod-openapi'
import { count, countDistinct, eq, ne, sql } from 'drizzle-orm'
import { type Caller, mayIn } from '#src/auth/access.ts'
import { autoAssignment, teamPresence } from '#src/db/assignment-schema.ts'
import { recordChange } from '#src/db/audit.ts'
import { plainDepartment } from '#src/db/columns.ts'
import type { Db } from '#src/db/connect.ts'
import { users } from '#src/db/schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { Visit } from '#src/visit.ts'
import { isPresent, isWaiting } from './auto-assign.ts'
import { OneLine } from './new-ticket.ts'

/** Departments that get their tickets by themselves, or could. */

export const DepartmentAssignment = z
  .object({
    department: z.string(),
    is_on: z.boolean().openapi({ description: 'Tickets of it are given to somebody of it who is here' }),
    people: z.int().openapi({ description: 'Of the team, in this department' }),
    present: z.int().openapi({ description: 'Of those, who is here now' }),
    waiting: z.int().openapi({ description: 'Its open tickets that nobody has' }),
  })
  .openapi('DepartmentAssignment')
export type DepartmentAssignment = z.infer<typeof DepartmentAssignment>

export const AssignmentChange = z
  .strictObject({ department: OneLine(100).min(1), is_on: z.boolean() })
  .openapi('AssignmentChange')

/** Of those that are the caller's, which somebody of the team belongs to, tickets wait in, or were switched: by their names. */
export async function listAssignments(db: Db, caller: Caller): Promise<DepartmentAssignment[]> {
  const ofTeam = plainDepartment(users.department)
  const ofTicket = plainDepartment(deals.assigneeDepartment)
  const [people, waiting, switched] = await Promise.all([
    db
      .select({
        name: sql<string>`min(btrim(${users.department}))`,
        key: ofTeam,
        people: countDistinct(users.id),
        present: sql<number>`(count(*) filter (where ${isPresent}))::int`,
      })
      .from(users)
      .leftJoin(teamPresence, eq(teamPresence.userId, users.id))
      .where(sql`${users.isActive} and ${ne(users.role, 'requester')}`)
      .groupBy(ofTeam),
    db
      .select({ name: sql<string>`min(btrim(${deals.assigneeDepartment}))`, key: ofTicket, waiting: count() })
      .from(deals)
      .where(sql`${isWaiting} and ${deals.assigneeDepartment} is not null`)
      .groupBy(ofTicket),
    db.select().from(autoAssignment),
  ])
  const names = new Map([...switched.map(({ department }) => [department, department] as const)])
  for (const { key, name } of [...waiting, ...people]) names.set(key, name)
  names.delete('')
  return [...names]
    .filter(([key]) => mayIn(caller, 'assignment:read', key))
    .map(([key, department]) => ({
      department,
      is_on: switched.some((one) => one.department === key && one.isOn),
      people: people.find((one) => one.key === key)?.people ?? 0,
      present: people.find((one) => one.key === key)?.present ?? 0,
      waiting: waiting.find((one) => one.key === key)?.waiting ?? 0,
    }))
    .sort((one, other) => one.department.localeCompare(other.department))
}

type Change = { department: string; is_on: boolean }

export const changeAssignment = (
  db: Db,
  caller: Caller,
  { department, is_on: isOn }: Change,
  visit: Visit,
): Promise<void> =>
  db.transaction(async (tx) => {
    if (!mayIn(caller, 'assignment:change', department)) throw new DomainError('forbidden')
    const actorId = caller.userId
    const changed = { isOn, changedById: actorId, changedAt: sql`clock_timestamp()` }
    await tx
      .insert(autoAssignment)
      .values({ department: plainDepartment(department), ...changed })
      .onConflictDoUpdate({ target: autoAssignment.department, set: changed })
    await recordChange(tx, {
      ...{ actorId, visit, action: 'auto-assignment-switched', subject: 'assignment', subjectId: 0 },
      after: { department, is_on: isOn },
    })
  })
