import { sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { LEASE_MS } from './claim.ts'

export type BrokenPromise = { id: number; name: string; key: string | null; why: string }

/** Nobody looks more often than once a second, and a gateway may be busy. */
const TAKEOVER_MS = 4_000

/**
 * I7: promised work that is neither done, nor running under a live lease, nor waiting for a known time, nor dead and shown to
 * a person. None, if all is well.
 */
export async function brokenPromises(db: Db): Promise<BrokenPromise[]> {
  return db.execute<BrokenPromise>(sql`
    with heads as (select key, count(*) as heads from jobs where is_head and key is not null group by key)
    select id::float8 as id, name, jobs.key, case
      when state = 'dead' then 'it is dead and holds its key'
      when state = 'running' and lease_until is null then 'it runs without a lease'
      when state = 'running' and not is_head then 'it runs out of turn'
      when state = 'running' then 'its lease ran out, and nobody took it over'
      when heads is null then 'nobody begins its key'
      else 'its key is begun twice' end as why
    from jobs left join heads on heads.key = jobs.key
    where (state = 'dead' and is_head)
      or (state = 'running' and (lease_until is null or not is_head or
        lease_until < clock_timestamp() - ${TAKEOVER_MS + LEASE_MS}::float8 * interval '1 millisecond'))
      or (jobs.key is not null and state <> 'dead' and heads is distinct from 1)
      or (jobs.key is null and state <> 'dead' and not is_head)
    order by id`)
}
