import { openClient } from './sdk-client.ts'
import { beginTogether, job } from './worker.ts'
import { newWrite, tellDone, tellFailed } from './writes.ts'

/** For `batchByChunk`: five requests, one after the other. */
const AT_ONCE = 250
/** For `call`. */
const LANES = 50

type Added = { item: { originId: string } }

const { call, batchByChunk } = openClient(job)
await beginTogether()
if (job.how === 'one-by-one') await Promise.all(Array.from({ length: LANES }, writeOneByOne))
else await writeByChunk()

async function writeOneByOne(): Promise<void> {
  while (true) {
    const { originId, params } = newWrite()
    try {
      const answer = await call.make({ method: 'crm.item.add', params })
      if (!answer.isSuccess) throw new Error(answer.getErrorMessages().join('; '))
      tellDone([originId])
    } catch (error) {
      tellFailed([originId], error)
    }
  }
}

async function writeByChunk(): Promise<void> {
  while (true) {
    const writes = Array.from({ length: AT_ONCE }, newWrite)
    const all = new Set(writes.map(({ originId }) => originId))
    try {
      const answer = await batchByChunk.make<Added>({
        calls: writes.map(({ params }) => ({ method: 'crm.item.add', params })),
        options: { isHaltOnError: false },
      })
      const done = (answer.getData() ?? []).map(({ item }) => item.originId)
      tellDone(done)
      const missing = [...all.difference(new Set(done))]
      if (missing.length > 0) tellFailed(missing, { code: answer.getErrorMessages()[0] ?? 'no-outcome' })
    } catch (error) {
      tellFailed([...all], error)
    }
  }
}
