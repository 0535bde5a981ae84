import { type SQL, sql } from 'drizzle-orm'
import type { Ports } from '#src/ports.ts'

const AT_ONCE = 2_000
const DAYS = 30
/** For a person to look at, who may be away for long. */
const PARKED_DAYS = 90
const older = (column: SQL, days: number) =>
  sql`${column} < clock_timestamp() - ${days}::float8 * interval '1 day'`

/**
 * What happened long ago goes in small steps, each of which is over in a moment; told to stop, the rest goes later. An event
 * that is not mirrored yet stays, however old it is.
 */
export async function trimMirror(
  { db }: Pick<Ports, 'db'>,
  signal?: AbortSignal,
): Promise<{ events: number; findings: number }> {
  const trim = async (table: SQL, old: SQL) => {
    let trimmed = 0
    while (!signal?.aborted) {
      const gone = await db.execute(sql`
        delete from ${table} where id in (select id from ${table} where ${old} order by id limit ${AT_ONCE}) returning id`)
      trimmed += gone.length
      if (gone.length < AT_ONCE) break
    }
    return trimmed
  }
  const received = sql`received_at`
  return {
    events: await trim(
      sql`webhook_inbox`,
      sql`${older(received, DAYS)} and (state in ('done', 'ignored')
        and coalesce(${older(sql`done_at`, DAYS)}, true) or state = 'parked' and ${older(received, PARKED_DAYS)})`,
    ),
    findings: await trim(
      sql`drift_findings`,
      sql`${older(sql`found_at`, DAYS)} and ${older(sql`mended_at`, DAYS)}`,
    ),
  }
}
