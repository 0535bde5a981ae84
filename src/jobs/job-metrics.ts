import { sql } from 'drizzle-orm'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Db } from '#src/db/connect.ts'
import { laneOf } from './lanes.ts'
import type { JobObserver } from './observer.ts'

/** What is promised is counted when somebody asks for the numbers, of all gateways together; the rest is this one's. */
export function observeJobs(registry: Registry, db: Db): JobObserver {
  const registers = [registry]
  const count = sharedCount(db)
  new Gauge({
    name: 'ponte_jobs',
    help: 'Jobs that are promised and not done: waiting, running or dead',
    labelNames: ['lane', 'name', 'state'],
    registers,
    async collect() {
      const counts = await count()
      this.reset()
      for (const { lane, name, state, jobs } of counts) this.set({ lane: laneOf(lane), name, state }, jobs)
    },
  })
  new Gauge({
    name: 'ponte_jobs_oldest_due_seconds',
    help: 'For how long the oldest job that is due has been waiting',
    labelNames: ['lane', 'name'],
    registers,
    async collect() {
      const counts = await count()
      this.reset()
      for (const { lane, name, dueS } of counts)
        if (dueS !== null) this.set({ lane: laneOf(lane), name }, Math.max(0, dueS))
    },
  })
  const ended = new Counter({
    name: 'ponte_job_attempts_total',
    help: 'Attempts that ended here, by what came of them',
    labelNames: ['name', 'lane', 'outcome'],
    registers,
  })
  const died = new Counter({
    name: 'ponte_jobs_dead_total',
    help: 'Jobs that went dead here',
    labelNames: ['name', 'lane'],
    registers,
  })
  const buckets = [0.005, 0.02, 0.1, 0.5, 1, 2, 5, 15, 60, 300]
  const durations = new Histogram({
    name: 'ponte_job_duration_seconds',
    help: 'From the claim to the end of an attempt',
    labelNames: ['name'],
    buckets,
    registers,
  })
  const delays = new Histogram({
    name: 'ponte_job_delay_seconds',
    help: 'From when a job was due to its claim',
    labelNames: ['lane'],
    buckets,
    registers,
  })
  return {
    ended({ name, lane: number, outcome, isDead, durationS, waitedS }) {
      const lane = laneOf(number)
      ended.inc({ name, lane, outcome })
      if (isDead) died.inc({ name, lane })
      durations.observe({ name }, durationS)
      delays.observe({ lane }, Math.max(0, waitedS))
    },
  }
}

type JobCount = { lane: number; name: string; state: string; jobs: number; dueS: number | null }

/** All that is asked for at the same moment is counted once. While Postgres is away the other numbers are still wanted. */
function sharedCount(db: Db): () => Promise<JobCount[]> {
  let counting: Promise<JobCount[]> | null = null
  return () => {
    counting ??= countJobs(db)
      .catch(() => [])
      .finally(() => {
        counting = null
      })
    return counting
  }
}

async function countJobs(db: Db): Promise<JobCount[]> {
  return db.execute<JobCount>(sql`
    select lane, name, state, count(*)::int as jobs,
      case when state = 'waiting' then
        extract(epoch from clock_timestamp() - min(run_at) filter (where is_head))::float8 end as "dueS"
    from jobs group by lane, name, state`)
}
