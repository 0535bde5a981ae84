import { sql } from 'drizzle-orm'
import type { Ports } from '#src/ports.ts'

const AT_ONCE = 2_000
const DAYS = 7

/**
 * What was told long ago goes in small steps, the oldest first. The newest stays, however old: whoever asks what came since then
 * shall learn that it is nothing. So does what nobody has made notices of yet.
 */
export async function trimTold({ db }: Pick<Ports, 'db'>, signal?: AbortSignal): Promise<number> {
  let trimmed = 0
  while (!signal?.aborted) {
    const gone = await db.execute(sql`
      delete from domain_events where seq in (
        select seq from (select seq, at from domain_events order by seq limit ${AT_ONCE}) oldest
        where at < clock_timestamp() - ${DAYS}::float8 * interval '1 day' and seq < (select max(seq) from domain_events)
          and seq <= (select seq from notice_cursor))
      returning seq`)
    trimmed += gone.length
    if (gone.length < AT_ONCE) break
  }
  return trimmed
}
