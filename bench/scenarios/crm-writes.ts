import { setTimeout as delay } from 'node:timers/promises'
import { COMMANDS_PER_REQUEST, LIMITS, openPortal, type Portal, type Sent } from '#bench/portal.ts'
import { median, type Result } from '#bench/result.ts'
import { gatherTeam } from '#bench/team.ts'
import type { WriteTold } from '#bench/workers/writes.ts'
import { migrate } from '#src/db/migrate.ts'
import { startEmbeddedPostgres } from '#src/embedded/postgres.ts'
import { createLog } from '#src/log.ts'

const PORT = 21_700
const ROUNDS = 3
/** All begin with an empty bucket, and everybody's burst is gone by then. */
const WARM_UP_MS = 4_000
const DURATION_MS = 12_000
/** So that the first request behind the window is known too. */
const AFTERWARDS_MS = 600
const MOST_PER_SECOND = LIMITS.rate * COMMANDS_PER_REQUEST

type Side = { label: string; worker: 'our-writes' | 'sdk-writes'; how: string; count: number; rounds: number }

const SIDES: readonly Side[] = [
  ...[1, 3, 8].flatMap((count): Side[] => [
    { label: 'our queue', worker: 'our-writes', how: '', count, rounds: ROUNDS },
    { label: 'SDK, batchByChunk', worker: 'sdk-writes', how: 'default', count, rounds: ROUNDS },
    {
      label: 'SDK, getBatchProcessing()',
      worker: 'sdk-writes',
      how: 'batch-processing',
      count,
      rounds: ROUNDS,
    },
  ]),
  { label: 'SDK, call', worker: 'sdk-writes', how: 'one-by-one', count: 1, rounds: 1 },
]

/** How much of what the portal takes reaches it, when one, three or eight processes have endless deals to add. */
export async function crmWrites(): Promise<Result> {
  const portal = await openPortal(PORT)
  const log = createLog({ level: 'silent' })
  const postgres = await startEmbeddedPostgres({ dataDir: portal.dataDir, password: 'bench', log })
  try {
    await migrate(postgres.url)
    const runs: Run[] = []
    for (let round = 0; round < ROUNDS; round++)
      // In turn first, so that whatever else the machine does hits all alike.
      for (const side of round % 2 === 0 ? SIDES : SIDES.toReversed())
        if (round < side.rounds) runs.push(await measure(portal, postgres.url, side, round))
    return describe(runs)
  } finally {
    await postgres.stop()
    await portal.stop()
  }
}

type Run = Awaited<ReturnType<typeof measure>>

async function measure(portal: Portal, databaseUrl: string, side: Side, round: number) {
  const { worker, how, count, label } = side
  const bucket = `${label} ${count} ${round}`
  const { webhookUrl, certificateFile } = portal
  const job = { webhookUrl, databaseUrl, bucket, how, first: 0, last: 0 }
  const team = await gatherTeam<WriteTold>({ worker, count, job, certificateFile })
  await portal.control('POST', 'reset')
  await portal.forgetCalls()
  team.begin()
  await delay(WARM_UP_MS)
  const from = Date.now() / 1_000
  await delay(DURATION_MS)
  const to = Date.now() / 1_000
  await delay(AFTERWARDS_MS)
  // Told before it is looked at what is there; what is on its way counts neither as done nor as failed.
  await team.kill()
  const requests = await portal.requests()
  const { deals } = await portal.control<{ deals: { ORIGIN_ID: string | null }[] }>('GET', 'state')
  const originIds = deals.map(({ ORIGIN_ID }) => ORIGIN_ID ?? '').filter((id) => id.startsWith(bucket))
  return {
    label,
    count,
    ...rates(requests, from, to),
    ...outcomes(originIds, team.told),
    doneByProcess: sharesOf(team.told),
    requests: requests.map(({ at, batch, status }) => [Number((at - from).toFixed(3)), batch, status]),
  }
}

/** Between two requests counts its share, or 24 batches in 12 seconds would be 23 or 25. */
function doneUntil(served: readonly Sent[], moment: number): number {
  let writes = 0
  let before = moment
  for (const { at, batch } of served) {
    const own = Math.max(1, batch)
    if (at > moment) return writes + (own * (moment - before)) / (at - before)
    writes += own
    before = at
  }
  return writes
}

function rates(requests: readonly Sent[], from: number, to: number) {
  const served = requests.filter(({ status }) => status === 200)
  const first = requests[0]?.at ?? from
  const last = requests.at(-1)?.at ?? to
  return {
    perSecond: (doneUntil(served, to) - doneUntil(served, from)) / (to - from),
    sent: requests.length,
    room: LIMITS.burst + LIMITS.rate * (last - first),
    refused: requests.filter(({ status }) => status === 503).length,
  }
}

function outcomes(originIds: readonly string[], told: readonly WriteTold[]) {
  const there = new Set(originIds)
  const done = told.flatMap((one) => ('done' in one ? one.done : []))
  const failed = told.flatMap((one) => ('failed' in one ? one.failed : []))
  const codes: Record<string, number> = {}
  for (const one of told) if ('failed' in one) codes[one.code] = (codes[one.code] ?? 0) + one.failed.length
  return {
    done: done.length,
    lost: done.filter((originId) => !there.has(originId)).length,
    doubled: originIds.length - there.size,
    failed: failed.length,
    /** The caller believes these undone, and they are there: who makes them again doubles them. */
    doneThoughFailed: failed.filter((originId) => there.has(originId)).length,
    codes,
  }
}

/** Whether some of the processes get nothing while others get all. */
function sharesOf(told: readonly WriteTold[]): number[] {
  const shares: Record<string, number> = {}
  for (const originId of told.flatMap((one) => ('done' in one ? one.done : []))) {
    const [, name = ''] = originId.split('/')
    shares[name] = (shares[name] ?? 0) + 1
  }
  return Object.values(shares)
}

function describe(runs: readonly Run[]): Result {
  const rows: Result['rows'] = {}
  for (const { label, count } of SIDES) {
    const own = runs.filter((run) => run.label === label && run.count === count)
    const sum = (pick: (run: Run) => number) => own.reduce((total, run) => total + pick(run), 0)
    const perSecond = median(own.map((run) => run.perSecond))
    const isOurs = label === 'our queue'
    rows[`${label}, ${count} process${count > 1 ? 'es' : ''}${isOurs ? ' (reach 0.95)' : ''}`] = {
      'deals/s': perSecond.toFixed(1),
      [`of ${MOST_PER_SECOND}`]: (perSecond / MOST_PER_SECOND).toFixed(3),
      lost: sum((run) => run.lost),
      doubled: sum((run) => run.doubled),
      '503s': sum((run) => run.refused),
      'sent of room': median(own.map((run) => run.sent / run.room)).toFixed(2),
      failed: sum((run) => run.failed),
      'done though failed': sum((run) => run.doneThoughFailed),
    }
  }
  return { rows, raw: { runs, limits: LIMITS, warmUpMs: WARM_UP_MS, durationMs: DURATION_MS } }
}
