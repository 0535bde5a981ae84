import { sql } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'

/**
 * The next number in the order of our readings. One is drawn before the CRM is asked, and one when what it answered is written: a reading
 * that began behind the number of what stands there is newer for sure. Both, of two readings that ran beside each other, say nothing.
 */
export async function nextReadOrder(db: Db | Tx): Promise<number> {
  const [drawn] = await db.execute<{ order: number }>(sql`select nextval('crm_reads')::float8 as order`)
  if (!drawn) throw new Error('a sequence gave no number')
  return drawn.order
}
