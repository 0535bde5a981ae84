import { sql } from 'drizzle-orm'
import type { Ports } from '#src/ports.ts'

const KEPT_DAYS = 3
const KEPT_JOBS = 100_000

/** What was done is kept for a short while, by age and by number, so that somebody who asks can be told. */
export async function trimHistory({ db }: Pick<Ports, 'db'>): Promise<void> {
  await db.execute(sql`
    delete from job_history where ended_at < clock_timestamp() - ${KEPT_DAYS}::float8 * interval '1 day'
    or id < (select id from job_history order by id desc offset ${KEPT_JOBS}::int limit 1)`)
}
