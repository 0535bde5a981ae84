import { sql } from 'drizzle-orm'
import type { Planned } from '#src/db/planned.ts'
import { LANES } from './lanes.ts'

/** In how many milliseconds the next job is due, by the clock of the database; null: none within this time. */
export async function nextDue({ run }: Pick<Planned, 'run'>, withinMs: number): Promise<number | null> {
  // Each lane is asked for its own next one, which its index knows.
  const [next] = await run<{ inMs: number | null }>(sql`
    select extract(epoch from min(due.run_at) - clock_timestamp())::float8 * 1000 as "inMs"
    from generate_series(0, ${LANES.length - 1}::int) as lanes (lane) cross join lateral (
      select run_at from jobs where state = 'waiting' and is_head and lane = lanes.lane
        and run_at > statement_timestamp()
        and run_at <= statement_timestamp() + ${withinMs}::float8 * interval '1 millisecond'
      order by run_at limit 1) as due`)
  return next?.inMs ?? null
}
