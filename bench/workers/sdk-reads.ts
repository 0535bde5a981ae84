import { LIMITS } from '#bench/portal.ts'
import { LIST, type Page, READ_AT_ONCE } from './reads.ts'
import { openClient } from './sdk-client.ts'
import { beginTogether, end, job } from './worker.ts'

/** It leaves no margin and is refused once at the brim, which costs it two seconds: before the clock runs. */
const BEYOND_THE_BRIM = 4

const { call, callList, fetchList, batchByChunk } = openClient(job)
await Promise.all(
  Array.from({ length: LIMITS.burst + BEYOND_THE_BRIM }, () =>
    call.make({ method: 'server.time', params: {} }),
  ),
)
await beginTogether()

const ids = new Set<number>()
const keep = (items: readonly { id: number }[]) => {
  for (const { id } of items) ids.add(id)
}
const { order: _byTheSdk, ...params } = LIST
const list = {
  method: 'crm.item.list',
  params: { ...params, filter: { '<=id': job.last } },
  idKey: 'id',
  customKeyForResult: 'items',
}

const WAYS: Record<string, () => Promise<void>> = {
  async fetchList() {
    for await (const page of fetchList.make<{ id: number }>(list)) keep(page)
  },
  async callList() {
    const answer = await callList.make<{ id: number }>(list)
    keep(answer.getData() ?? [])
  },
  /** Not in its documents for lists: what one can build from its parts where ids have no gaps. */
  async ranges() {
    const pages = Math.ceil((job.last - job.first + 1) / READ_AT_ONCE)
    const calls = Array.from({ length: pages }, (_, page) => {
      const from = job.first + page * READ_AT_ONCE
      const filter = { '>=id': from, '<=id': Math.min(from + READ_AT_ONCE - 1, job.last) }
      return { method: 'crm.item.list', params: { ...LIST, filter, start: -1 } }
    })
    const answer = await batchByChunk.make<Page>({ calls, options: { isHaltOnError: true } })
    for (const { items } of answer.getData() ?? []) keep(items)
  },
}

await WAYS[job.how]?.()
end({ ids: ids.size })
