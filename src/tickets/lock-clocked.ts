import { asc, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { Clocked } from '#src/sla/clocked.ts'

const CLOCKED = {
  id: deals.id,
  status: deals.status,
  priority: deals.priority,
  categoryId: deals.categoryId,
  assigneeDepartment: deals.assigneeDepartment,
  requesterDepartment: deals.requesterDepartment,
  createdAt: deals.createdAt,
  dateDeadline: deals.dateDeadline,
  crmDeletedAt: deals.crmDeletedAt,
  crmLeftAt: deals.crmLeftAt,
  mergedIntoId: deals.mergedIntoId,
}

/** The next so many after this number, locked in the order in which everybody locks them. */
export const lockClocked = (
  tx: Tx,
  { after, most, where = sql`true` }: { after: number; most: number; where?: SQL | undefined },
): Promise<Clocked[]> =>
  tx
    .select(CLOCKED)
    .from(deals)
    .where(sql`${deals.id} > ${after} and ${where}`)
    .orderBy(asc(deals.id))
    .limit(most)
    .for('update')
