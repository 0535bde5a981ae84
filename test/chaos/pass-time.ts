import type postgres from 'postgres'
import { breath } from '#test/breath.ts'

/** Whoever holds a claim on a contact renews it more often than this. */
const UNRENEWED_S = 69

/** Whatever waits for its time is due now, but for clocks: what nobody can wait for in a test has passed. */
export async function passTime(sql: postgres.Sql): Promise<void> {
  const moved = await sql`
    update jobs set run_at = clock_timestamp(), broken_off_at = broken_off_at - interval '1 hour'
    where state = 'waiting' and run_at > clock_timestamp() and name <> 'sla-due' returning id`
  await sql`
    update crm_contacts set claimed_until = clock_timestamp()
    where claimed_until between clock_timestamp() and clock_timestamp() + ${UNRENEWED_S} * interval '1 second'`
  if (moved.length > 0) await sql`select pg_notify('ponte_jobs-due', '')`
}

/** The time of all leases and claims has passed: their only holder is dead, and what it had sent is done. */
export async function outliveTheDead(sql: postgres.Sql): Promise<void> {
  await sql`update jobs set lease_until = clock_timestamp() where state = 'running'`
  await sql`update crm_contacts set claimed_until = clock_timestamp() where claimed_until > clock_timestamp()`
}

/** Until all that was promised is done or dead. */
export async function settleAll(sql: postgres.Sql): Promise<void> {
  for (;;) {
    const [left] =
      await sql`select count(*)::int as jobs from jobs where state <> 'dead' and name <> 'sla-due'`
    if (left?.jobs === 0) return
    await passTime(sql)
    await breath()
  }
}

/** Whatever waits is tried again so many times, while it cannot succeed. */
export async function tryAgain(sql: postgres.Sql, times: number): Promise<void> {
  const attempts = async () =>
    (
      await sql<
        { id: number; attempts: number }[]
      >`select id::int, attempts from jobs where state <> 'dead' and is_head and name <> 'sla-due'`
    ).map((job) => [job.id, job.attempts] as const)
  const wanted = new Map((await attempts()).map(([id, count]) => [id, count + times]))
  while ((await attempts()).some(([id, count]) => count < (wanted.get(id) ?? 0))) {
    await passTime(sql)
    await breath()
  }
}
