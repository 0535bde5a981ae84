import type { Db, Tx } from '#src/db/connect.ts'
import type { DealId, JobId } from '#src/ids.ts'
import type { Lane } from './lanes.ts'
import { promiseMany } from './promise-many.ts'
import { promise } from './queue.ts'

/** All that reads one deal into the mirror goes one after the other. */
export const dealKey = (dealId: DealId) => `deal:${dealId}`

/** The deal will be read again, with all that hangs on it; however often that is promised meanwhile, it is read once. */
export const promiseRefresh = (tx: Db | Tx, dealId: DealId, lane: Lane = 'events') =>
  promise(tx, 'refresh-deal', { dealId }, { key: dealKey(dealId), merge: true, lane })

/** Likewise of many, in as many statements as of one. */
export const promiseRefreshes = (
  tx: Tx,
  dealIds: Iterable<DealId>,
  how: { lane: Lane; isSilent?: boolean },
): Promise<JobId[]> =>
  promiseMany(
    tx,
    'refresh-deal',
    [...new Set(dealIds)]
      .sort((a, b) => a - b)
      .map((dealId) => ({ payload: { dealId }, key: dealKey(dealId) })),
    how,
  )
