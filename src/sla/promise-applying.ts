import type { Tx } from '#src/db/connect.ts'
import { promise } from '#src/jobs/queue.ts'

/** In the transaction that changes policies or calendars: open tickets go on by what holds then, with what has elapsed. */
export const promiseApplying = (tx: Tx) =>
  promise(tx, 'sla-apply', { after: 0 }, { key: 'sla-apply', merge: true })
