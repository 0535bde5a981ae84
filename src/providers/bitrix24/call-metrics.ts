import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { CrmState } from '#src/providers/crm-provider.ts'
import type { CallQueue, QueueObserver } from './call-queue.ts'
import type { RateBucket } from './rate-limit.ts'

const STATES: readonly CrmState[] = ['up', 'away', 'stopped']

/** What the calls to the CRM cost and how they end. Methods are the only names of the portal that are told. */
export function countCalls(registry: Registry): Omit<QueueObserver, 'stateChanged'> {
  const registers = [registry]
  const calls = new Counter({
    name: 'ponte_crm_calls_total',
    help: 'Calls to the CRM by what became of them: answered, refused, rejected, unknown',
    labelNames: ['method', 'outcome'],
    registers,
  })
  const waits = new Histogram({
    name: 'ponte_crm_call_wait_seconds',
    help: 'From the call to its leaving: the time spent waiting for a place in the shared limit',
    buckets: [0.005, 0.05, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers,
  })
  const batches = new Histogram({
    name: 'ponte_crm_request_commands',
    help: 'Commands that left in one request',
    buckets: [1, 2, 5, 10, 20, 30, 40, 50],
    registers,
  })
  return {
    left: (commands) => batches.observe(commands),
    ended({ method, outcome, waitedMs }) {
      calls.inc({ method, outcome })
      waits.observe(waitedMs / 1_000)
    },
  }
}

/** How the CRM and its limits stand just now: asked when somebody looks. */
export function showLimits(registry: Registry, queue: CallQueue, bucket: RateBucket): void {
  const registers = [registry]
  new Gauge({
    name: 'ponte_crm_state',
    help: '1 for the state that the CRM is in: up, away, stopped',
    labelNames: ['state'],
    registers,
    collect() {
      for (const state of STATES) this.set({ state }, state === queue.state() ? 1 : 0)
    },
  })
  new Gauge({
    name: 'ponte_crm_free_requests',
    help: 'Requests that may leave at once, of all gateways together; none while the database is away',
    registers,
    async collect() {
      const free = await bucket.free().catch(() => null)
      if (free === null) this.remove()
      else this.set(free)
    },
  })
  new Gauge({
    name: 'ponte_crm_waiting_calls',
    help: 'Calls of this gateway that wait for a place',
    labelNames: ['priority'],
    registers,
    collect() {
      for (const [priority, count] of Object.entries(queue.numbers().waiting)) this.set({ priority }, count)
    },
  })
  new Gauge({
    name: 'ponte_crm_operating_seconds',
    help: 'Seconds of work that the CRM has charged to each method, as it says itself',
    labelNames: ['method'],
    registers,
    collect() {
      this.reset()
      for (const [method, seconds] of queue.numbers().operatingS) this.set({ method }, seconds)
    },
  })
}
