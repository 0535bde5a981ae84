import { and, eq, ne, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { crmPeople } from '#src/db/crm-schema.ts'
import { users } from '#src/db/schema.ts'
import type { UserId } from '#src/ids.ts'

/** Whom tickets can be given to, with who they are in the CRM. */
export const assignees = (tx: Tx, isIt: SQL | undefined) =>
  tx
    .select({ userId: users.id, name: users.fullName, email: users.email, crmId: crmPeople.crmUserId })
    .from(users)
    .leftJoin(
      crmPeople,
      and(
        eq(sql`lower(${crmPeople.email})`, sql`lower(${users.email})`),
        crmPeople.isActive,
        sql`${crmPeople.goneAt} is null`,
      ),
    )
    .where(and(isIt, ne(users.role, 'requester'), users.isActive))

/** Nobody, if they have left the team. */
export async function findAssignee(tx: Tx, id: UserId) {
  const [found] = await assignees(tx, eq(users.id, id)).limit(1)
  return found
}
