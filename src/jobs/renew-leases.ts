import { sql } from 'drizzle-orm'
import type { Planned } from '#src/db/planned.ts'
import { arrayOf, leaseEnd } from './claim.ts'

type Held = { id: number; fence: number }

/**
 * One statement for all that are in hand; returns those that are still ours. It waits for no row that somebody holds: what
 * one job commits must not cost the others their leases.
 */
export function renewLeases(
  { run }: Pick<Planned, 'run'>,
  worker: string,
  held: readonly Held[],
): Promise<Held[]> {
  const ids = arrayOf(held.map(({ id }) => id))
  return run<Held>(sql`
    with held as (
      select id from jobs where id = any(${ids}::bigint[]) and worker = ${worker} and state = 'running'
      for update skip locked)
    update jobs set lease_until = ${leaseEnd} from held where jobs.id = held.id
    returning jobs.id::float8 as id, jobs.fence`)
}
