import { sql } from 'drizzle-orm'
import type { Run } from './planned.ts'

/** The number of the newest event; 0: nothing was ever told. */
export async function newestSeq(run: Run): Promise<number> {
  const [row] = await run<{ seq: number }>(
    sql`select coalesce(max(seq), 0)::float8 as seq from domain_events`,
  )
  return row?.seq ?? 0
}
