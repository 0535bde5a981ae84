import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

export type Metrics = {
  /** For numbers of other parts. */
  registry: Registry
  observeRequest(request: { method: string; pattern: string; status: number; durationS: number }): void
  /** In the format of Prometheus. */
  print(): Promise<string>
  contentType: string
}

/** Of the process, however many gateways are in it: what watches it cannot be ended, and would keep each gateway in memory. */
let watching: Registry | null = null
function registryOfProcess(): Registry {
  if (watching) return watching
  watching = new Registry()
  collectDefaultMetrics({ register: watching, prefix: 'ponte_' })
  return watching
}

/** One registry per gateway, so that two in one process do not share their numbers. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const ofProcess = registryOfProcess()
  const labelNames = ['method', 'path', 'status'] as const
  const requests = new Counter({
    name: 'ponte_http_requests_total',
    help: 'Requests answered',
    labelNames,
    registers: [registry],
  })
  const durations = new Histogram({
    name: 'ponte_http_request_duration_seconds',
    help: 'From the first byte read to the answer',
    labelNames: ['method', 'path'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  return {
    registry,
    observeRequest({ method, pattern, status, durationS }) {
      requests.inc({ method, path: pattern, status: String(status) })
      durations.observe({ method, path: pattern }, durationS)
    },
    print: () => Registry.merge([ofProcess, registry]).metrics(),
    contentType: registry.contentType,
  }
}
