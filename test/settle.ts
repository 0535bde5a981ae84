import type postgres from 'postgres'
import { breath } from './breath.ts'

/**
 * Until no promised work is due or running. What was put off is left alone, or with `hurry` done now, again and again until
 * it succeeds or is dead. Clocks are never put off: a look at them is promised for the moment that they come to.
 */
export async function settle(sql: postgres.Sql, hurry: boolean): Promise<void> {
  for (;;) {
    if (hurry) {
      await sql`
        update jobs set run_at = clock_timestamp(), broken_off_at = broken_off_at - interval '1 hour'
        where state = 'waiting' and run_at > clock_timestamp() and name <> 'sla-due'`
      await sql`select pg_notify('ponte_jobs-due', '')`
    }
    const [left] = await sql`
      select count(*)::int as jobs from jobs as job
      where state = 'running' or (state = 'waiting' and exists (
        select from jobs as head where head.is_head and (head.id = job.id or head.key = job.key)
        and (head.state = 'running' or head.run_at <= clock_timestamp() or (${hurry} and head.name <> 'sla-due'))))`
    if (left?.jobs === 0) return
    await breath()
  }
}
