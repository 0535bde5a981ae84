import { sql } from 'drizzle-orm'
import { notices, ratingLinks } from '#src/db/notice-schema.ts'
import type { Ports } from '#src/ports.ts'

const AT_ONCE = 1_000
const DAY_MS = 86_400_000
const READ_DAYS = 90
const UNREAD_DAYS = 180
/** So long a link that was used, or came too late, still says so to whoever finds the letter. */
const LINK_DAYS = 60

/**
 * What somebody was told of long ago goes, in small steps; what they have not read, later; and what a letter still waits for, last.
 * Links by which somebody could rate go when they are no good for long. Other gateways may be at it: each takes others.
 */
export async function trimNotices(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  signal?: AbortSignal,
): Promise<number> {
  const before = (days: number) => new Date(clock().getTime() - days * DAY_MS).toISOString()
  const old = sql`
    delete from ${notices} where id in (
      select id from ${notices}
      where made_at < ${before(READ_DAYS)}
        and (made_at < ${before(UNREAD_DAYS)} or (read_at is not null and mail not in ('promised', 'gathered')))
      order by made_at limit ${AT_ONCE} for update skip locked)
    returning id`
  const over = sql`
    delete from ${ratingLinks} where id in (
      select id from ${ratingLinks} where expires_at < ${before(LINK_DAYS)}
      order by expires_at limit ${AT_ONCE} for update skip locked)
    returning id`
  let trimmed = 0
  for (const statement of [over, old])
    while (!signal?.aborted) {
      const gone = await db.execute(statement)
      trimmed += gone.length
      if (gone.length < AT_ONCE) break
    }
  return trimmed
}
