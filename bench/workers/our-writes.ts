import { openQueue } from './our-queue.ts'
import { beginTogether, job } from './worker.ts'
import { newWrite, tellDone, tellFailed } from './writes.ts'

/** Three requests' worth: one on its way, one that waits for its place, and one that gathers meanwhile. */
const AT_ONCE = 150

const queue = await openQueue(job)
await beginTogether()

await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (true) {
      const { originId, params } = newWrite()
      try {
        await queue.call('crm.item.add', params, { priority: 'background', isWrite: true })
        tellDone([originId])
      } catch (error) {
        tellFailed([originId], error)
      }
    }
  }),
)
