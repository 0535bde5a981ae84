import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import * as path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openCrm } from './crm.ts'
import type { Job } from './gateway-process.ts'

/** In full a minute, as with the other chaos. */
const SECONDS = process.env.CHAOS === 'full' ? 60 : 30
const LIMITS = { rate: 2, burst: 50 }
const MAIN = path.join(import.meta.dirname, 'gateway-process.ts')

test('I5: four gateways under full load, of which one is killed and all clocks differ, are refused nothing', async () => {
  await using crm = await openCrm()
  await crm.portal.control('PUT', 'limits', { enabled: true, ...LIMITS })
  const job = { databaseUrl: crm.databaseUrl, webhookUrl: `${crm.portal.url}/rest/1/sandbox/` }
  await using gateways = openGateways(job)
  const [first] = [0, 3_600_000, -86_400_000, 1_500].map(gateways.start)
  // The time is what is measured: half of it with each set of gateways.
  await delay((SECONDS / 2) * 1_000)
  first?.kill('SIGKILL')
  gateways.start(-2_000)
  await delay((SECONDS / 2) * 1_000)

  const requests = await crm.requests()
  expect(requests.filter(({ status }) => status !== 200)).toEqual([])
  const startedAt = requests[0]?.at ?? 0
  for (const [index, { at }] of requests.entries())
    expect(index + 1).toBeLessThanOrEqual(LIMITS.burst + LIMITS.rate * (at - startedAt) + 0.001)
  expect(requests.length, 'or there was no full load').toBeGreaterThan(
    LIMITS.burst + LIMITS.rate * (SECONDS / 2),
  )
})

function openGateways(job: Omit<Job, 'clockIsOffMs'>) {
  const children: ChildProcess[] = []
  return {
    start(clockIsOffMs: number): ChildProcess {
      const child = fork(MAIN, [JSON.stringify({ ...job, clockIsOffMs })], { execArgv: [] })
      children.push(child)
      return child
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) {
        if (child.exitCode !== null || child.signalCode !== null) continue
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
    },
  }
}
