import { openQueue } from './our-queue.ts'
import { LIST, type Page, READ_AT_ONCE } from './reads.ts'
import { beginTogether, end, job } from './worker.ts'

/** Three batches' worth: one on its way, one that waits for its place, and one that gathers meanwhile. */
const CURSORS = 150
const BACKGROUND = { priority: 'background' } as const
/** So much of the bucket background work takes at once: the rest is kept for people. */
const OUR_BURST = 33

const queue = await openQueue(job)
await Promise.all(
  Array.from({ length: OUR_BURST }, (_, index) =>
    queue.call('server.time', { index }, { ...BACKGROUND, isAlone: true }),
  ),
)
await beginTogether()

const ids = new Set<number>()
const [first, last] = await Promise.all([edge('ASC'), edge('DESC')])
const span = last - first + 1
/** A whole number of pages, so that no section of dense ids ends with a page that is not full. */
const section = Math.ceil(span / CURSORS / READ_AT_ONCE) * READ_AT_ONCE
await Promise.all(
  Array.from({ length: Math.ceil(span / section) }, (_, index) => readSection(first + index * section)),
)
end({ ids: ids.size })

async function edge(order: 'ASC' | 'DESC'): Promise<number> {
  const params = { entityTypeId: 2, select: ['id'], order: { id: order }, start: -1 }
  const { result } = await queue.call('crm.item.list', params, BACKGROUND)
  return (result as Page).items[0]?.id ?? 0
}

/**
 * One cursor cannot know where the next page begins before it has this one, so a single one reads fifty deals a
 * request. Many cursors, each in its own section of the ids, fill whole batches, whatever gaps there are.
 */
async function readSection(from: number): Promise<void> {
  const to = Math.min(from + section - 1, last)
  let after = from - 1
  while (after < to) {
    const filter = { '>id': after, '<=id': to }
    const { result } = await queue.call('crm.item.list', { ...LIST, filter, start: -1 }, BACKGROUND)
    const { items } = result as Page
    for (const { id } of items) ids.add(id)
    if (items.length < READ_AT_ONCE) return
    after = items.at(-1)?.id ?? to
  }
}
