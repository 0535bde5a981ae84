import * as z from 'zod'
import { type Gateway, readPages } from './gateway-view.ts'

export type Job = {
  id: number
  name: string
  key: string | null
  /** What it is told. */
  payload?: Readonly<Record<string, unknown>> | null
  state: 'waiting' | 'running' | 'dead'
  runAt: Date
  leaseUntil: Date | null
}
/** Something of ours that is said to be on its way to the CRM, or to have been given up. */
export type Underway = { what: string; key: string; crmStatus: 'pending' | 'failed' }

/** Work that is due is begun within seconds, and that of a worker that was lost is taken over. */
const LONGEST_WAIT_MS = 60_000

/** I7: each is done, running under a live lease, waiting for a known time, or dead and shown. */
export function keptPromises(
  jobs: readonly Job[],
  underway: readonly Underway[],
  now = new Date(),
): string[] {
  const late = (at: Date | null) => now.getTime() - (at?.getTime() ?? 0) > LONGEST_WAIT_MS
  const running = new Set(jobs.flatMap(({ key, state }) => (state === 'running' && key ? [key] : [])))
  const broken = jobs.flatMap(({ id, name, key, state, runAt, leaseUntil }) => {
    if (state === 'running' && late(leaseUntil))
      return [
        `job ${id} (${name}) is held by a worker that was not heard of since ${leaseUntil?.toISOString()}`,
      ]
    if (state === 'waiting' && late(runAt) && !isBehind(jobs, { id, key }) && !running.has(key ?? ''))
      return [`job ${id} (${name}) is due since ${runAt.toISOString()}, and nobody does it`]
    return []
  })
  const alive = new Set(jobs.flatMap(({ key, state }) => (state === 'dead' ? [] : [key])))
  const dead = new Set(jobs.flatMap(({ key, state }) => (state === 'dead' ? [key] : [])))
  for (const { what, key, crmStatus } of underway) {
    if (crmStatus === 'pending' && !alive.has(key))
      broken.push(`${what} is pending, and no job will bring it on`)
    if (crmStatus === 'failed' && !dead.has(key) && !alive.has(key))
      broken.push(`${what} has failed, and no job shows it to anybody`)
  }
  return broken
}

/** Jobs of one key go one at a time: those behind the first are due when it is done. */
const isBehind = (jobs: readonly Job[], { id, key }: Pick<Job, 'id' | 'key'>) =>
  key !== null && jobs.some((other) => other.key === key && other.id < id && other.state !== 'dead')

const JobView = z.looseObject({
  id: z.number(),
  name: z.string(),
  key: z.string().nullable(),
  payload: z.record(z.string(), z.unknown()).nullable(),
  state: z.enum(['waiting', 'running', 'dead']),
  run_at: z.coerce.date(),
  lease_until: z.coerce.date().nullable(),
})

export async function readJobs(gateway: Gateway): Promise<Job[]> {
  const jobs = await readPages(gateway, '/api/v1/admin/jobs?', JobView)
  return jobs.map(({ id, name, key, payload, state, run_at, lease_until }) => ({
    ...{ id, name, key, payload, state },
    runAt: run_at,
    leaseUntil: lease_until,
  }))
}
