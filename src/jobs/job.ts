import { z } from '@hono/zod-openapi'
import type { jobHistory, jobs } from '#src/db/job-schema.ts'
import type { JobId } from '#src/ids.ts'
import { redact } from '#src/log.ts'
import { LANES, laneOf } from './lanes.ts'

/** In URLs. */
export const JobIdParam = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number)
  .pipe(z.int().min(1))
  .transform((id) => id as JobId)
  .openapi({ type: 'integer', minimum: 1, example: 1 })

/** Promised work, for those who look after it. */
export const Job = z
  .object({
    id: z.int(),
    name: z.string(),
    key: z.string().nullable().openapi({ description: 'Jobs of one key are done one at a time, in order' }),
    lane: z.enum(LANES),
    state: z.enum(['waiting', 'running', 'dead', 'done']),
    payload: z.record(z.string(), z.unknown()).nullable().openapi({ description: 'Without secrets' }),
    promised_at: z.iso.datetime(),
    run_at: z.iso.datetime().nullable().openapi({ description: 'Waiting: not before' }),
    lease_until: z.iso.datetime().nullable(),
    ended_at: z.iso.datetime().nullable(),
    worker: z.string().nullable(),
    attempts: z.int(),
    failures: z.int(),
    last_outcome: z.string().nullable(),
    last_error: z.string().nullable(),
  })
  .openapi('Job')

/** Which jobs are meant; nothing named means all. */
export const JobFilter = z.object({
  state: z.enum(['waiting', 'running', 'dead']).optional(),
  name: z.string().min(1).max(64).optional(),
  key: z.string().min(1).max(128).optional(),
  lane: z.enum(LANES).optional(),
})
export type JobFilter = z.output<typeof JobFilter>

export type JobRow = typeof jobs.$inferSelect
export type DoneRow = typeof jobHistory.$inferSelect
export type ShownJob = z.output<typeof Job>

export const showJob = (row: JobRow): ShownJob => ({
  ...showCommon(row),
  state: row.state,
  payload: showPayload(row.payload),
  run_at: row.runAt.toISOString(),
  lease_until: row.leaseUntil?.toISOString() ?? null,
  ended_at: null,
  worker: row.worker,
  failures: row.failures,
  last_outcome: row.lastOutcome,
  last_error: row.lastError,
})

export const showDone = (row: DoneRow): ShownJob => ({
  ...showCommon(row),
  state: 'done',
  payload: null,
  run_at: null,
  lease_until: null,
  ended_at: row.endedAt.toISOString(),
  worker: null,
  failures: 0,
  last_outcome: null,
  last_error: null,
})

const showCommon = ({ id, name, key, lane, promisedAt, attempts }: JobRow | DoneRow) => ({
  id,
  name,
  key,
  lane: laneOf(lane),
  promised_at: promisedAt.toISOString(),
  attempts,
})

const LONGEST_TEXT = 300

/** Payloads are made of ids; what else may stand there is shown as the log would show it. */
function showPayload(payload: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, showValue(name, value)]))
}

function showValue(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => showValue(name, item))
  if (value !== null && typeof value === 'object') return showPayload(value as Record<string, unknown>)
  if (typeof value !== 'string' && typeof value !== 'number') return value
  const text = typeof value === 'string' ? value.slice(0, LONGEST_TEXT) : value
  const line = JSON.stringify({ [name]: text })
  // What the log leaves alone may be shown.
  return redact(line) === line ? text : '[redacted]'
}
