import { type Db, isDeadlock, type Tx } from '#src/db/connect.ts'
import { telling } from '#src/db/tell.ts'
import { promiseRefreshes } from '#src/jobs/deal-refresh.ts'
import type { Lane } from '#src/jobs/lanes.ts'
import type { CrmDeal } from '#src/providers/crm-provider.ts'
import { type DealReadings, type Mirrored, type MirrorNeeds, mirrorDeals } from './mirror-deals.ts'
import { nextReadOrder } from './read-order.ts'

/** Pages, each with its place in the order of our readings, which is drawn before the CRM is asked for the page. */
export async function* inReadOrder(
  db: Db,
  pages: AsyncIterable<CrmDeal[]>,
  signal: AbortSignal,
): AsyncGenerator<DealReadings> {
  const iterator = pages[Symbol.asyncIterator]()
  for (;;) {
    signal.throwIfAborted()
    const order = await nextReadOrder(db)
    const { value: deals, done } = await iterator.next()
    if (done) return
    yield { order, deals }
  }
}

type How = {
  isQuiet: boolean
  lane: Lane
  /** Which of them are to be read again, with all that hangs on them. */
  isToRead(result: Mirrored): boolean
  /** In the same transaction. */
  also?: (tx: Tx) => Promise<void>
}

/** Returns what became of each, and how many will be read again. */
export async function mirrorPage(
  needs: MirrorNeeds & { db: Db },
  readings: DealReadings,
  { isQuiet, lane, isToRead, also }: How,
): Promise<{ results: Mirrored[]; promised: number }> {
  return inOneGo(needs.db, (tx) =>
    telling(tx, async (tell) => {
      const results = await mirrorDeals(needs, tx, readings, { isQuiet, tell })
      const dealIds = results.flatMap((one) => (isToRead(one) ? [one.dealId] : []))
      await promiseRefreshes(tx, dealIds, { lane })
      await also?.(tx)
      return { results, promised: dealIds.length }
    }),
  )
}

const TRIES = 5

/** Others may want what this holds and hold what it wants; the one that lost is made again. */
export async function inOneGo<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await db.transaction(work)
    } catch (error) {
      if (!isDeadlock(error) || tries === TRIES) throw error
    }
  }
}
