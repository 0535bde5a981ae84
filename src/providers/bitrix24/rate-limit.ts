import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { CrmError, type Priority } from '#src/providers/crm-provider.ts'

export type RateBucket = {
  /** 0: go, the place is taken. Otherwise how long to wait before asking again, in milliseconds. */
  take(priority: Priority): Promise<number>
  /** The portal says that the bucket is full although we thought it was not: somebody else calls from our address. */
  overflow(): Promise<void>
  /** How many requests may leave at once just now. */
  free(): Promise<number>
}

type Options = { portal: string; rate: number; burst: number }

/** What leaves at the same moment does not arrive at the same moment; so much of the bucket stays unused for that. */
const MARGIN = 2
/** Background work leaves this part of the bucket to people. */
const RESERVE = 0.3

/**
 * The portal's leaky bucket, counted beside it by all gateways together in one row, by the database's clock. A place
 * is taken for each request on its own: at two requests a second a statement costs nothing, and a gateway that
 * dies holds no places that are not used.
 */
export function createRateBucket(db: Db, { portal, rate, burst }: Options): RateBucket {
  const most = {
    people: Math.max(1, burst - MARGIN),
    background: Math.max(1, Math.floor((burst - MARGIN) * (1 - RESERVE))),
  }
  // A clock that was set back must not fill the bucket with places that never leaked out.
  const level = sql`greatest(0, bucket.level - ${rate}::float8 * greatest(0, extract(epoch from clock_timestamp() - bucket.updated_at)))`

  async function readLevel(): Promise<number> {
    const [row] = await db.execute<{ level: number }>(
      sql`select ${level} as level from crm_buckets as bucket where portal = ${portal}`,
    )
    return Number(row?.level ?? 0)
  }

  return {
    async take(priority) {
      const taken = await db.execute(sql`
        insert into crm_buckets as bucket (portal, level, updated_at) values (${portal}, 1, clock_timestamp())
        on conflict (portal) do update set level = ${level} + 1, updated_at = clock_timestamp()
        where ${level} + 1 <= ${most[priority]}::float8
        returning level`)
      if (taken.length > 0) return 0
      const surplus = (await readLevel()) + 1 - most[priority]
      return Math.max(1, Math.ceil((surplus / rate) * 1_000))
    },
    async overflow() {
      await db.execute(sql`
        update crm_buckets as bucket set level = greatest(${level}, ${burst}::float8), updated_at = clock_timestamp()
        where portal = ${portal}`)
    },
    free: async () => Math.max(0, most.people - (await readLevel())),
  }
}

export const noBucket = () =>
  new CrmError('refused', 'no-bucket', 'The shared limit of the CRM cannot be counted now')

/** For a request that does not wait in the queue; it has no turn there, and takes what is free. */
export async function waitForPlace(
  bucket: Pick<RateBucket, 'take'>,
  priority: Priority,
  closed?: AbortSignal,
): Promise<void> {
  for (;;) {
    if (closed?.aborted) throw new CrmError('refused', 'closed', 'The gateway is stopping')
    const waitMs = await bucket.take(priority).catch(() => null)
    if (waitMs === null) throw noBucket()
    if (waitMs === 0) return
    await delay(waitMs, undefined, { ref: false, ...(closed && { signal: closed }) }).catch(() => undefined)
  }
}
