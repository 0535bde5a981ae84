import { sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import type { UserId } from '#src/ids.ts'

export async function nextUserId(tx: Tx): Promise<UserId> {
  const [row] = await tx.execute<{ id: number }>(
    sql`select nextval(pg_get_serial_sequence('users', 'id'))::int as id`,
  )
  if (!row) throw new Error('nextval returned no row')
  return row.id as UserId
}
