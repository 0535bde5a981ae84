import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { createMetrics } from './metrics.ts'

test('what watches the process is in the numbers of every gateway, and keeps none of them in memory', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const [first, second] = [createMetrics(), createMetrics()]
  for (const one of [first, second]) {
    const text = await one.print()
    expect(text.match(/^ponte_process_cpu_seconds_total /gm)).toHaveLength(1)
    expect(text).toContain('# TYPE ponte_http_requests_total counter')
  }
  const gone = new WeakRef(createMetrics().registry)
  // What a WeakRef was made of is kept to the end of its turn.
  await new Promise(setImmediate)
  collect()
  expect(gone.deref()).toBeUndefined()
})
