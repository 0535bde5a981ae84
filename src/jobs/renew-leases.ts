import { sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { arrayOf, leaseEnd } from './claim.ts'

type Held = { id: number; fence: number }

/**
 * One statement for all that are in hand; returns those that are still ours. It waits for no row that somebody holds: what
 * one job commits must not cost the others their leases.
 */
export async function renewLeases(db: Db, worker: string, held: readonly Held[]): Promise<Held[]> {
  const ids = arrayOf(held.map(({ id }) => id))
  return db.execute<Held>(sql`
    with held as (
      select id from jobs where id = any(${ids}::bigint[]) and worker = ${worker} and state = 'running'
      for update skip locked)
    update jobs set lease_until = ${leaseEnd} from held where jobs.id = held.id
    returning jobs.id::float8 as id, jobs.fence`)
}
