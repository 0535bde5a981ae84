import postgres from 'postgres'
import { COMMANDS_PER_REQUEST, LIMITS, openPortal, type Portal } from '#bench/portal.ts'
import { median, type Result } from '#bench/result.ts'
import { gatherTeam } from '#bench/team.ts'
import { READ_AT_ONCE } from '#bench/workers/reads.ts'
import { migrate } from '#src/db/migrate.ts'
import { startEmbeddedPostgres } from '#src/embedded/postgres.ts'
import { createLog } from '#src/log.ts'
import type { Progress } from '#src/sync/backfill.ts'

const PORT = 21_850
const ROUNDS = 3
const DEALS = 100_000
const MOST_PER_SECOND = LIMITS.rate * COMMANDS_PER_REQUEST * READ_AT_ONCE

type Run = { label: string; seconds: number; rows: number; pages: number; refused: number; doubled: number }

/** All deals of a portal into the mirror under the real limit; and once more by one that is killed in the middle, and another. */
export async function backfill(): Promise<Result> {
  const portal = await openPortal(PORT)
  const log = createLog({ level: 'silent' })
  const server = await startEmbeddedPostgres({ dataDir: portal.dataDir, password: 'bench', log })
  try {
    await portal.control('PUT', 'limits', { enabled: false })
    const { deals } = await portal.control<{ deals: number }>('GET', 'counts')
    await portal.control('POST', 'seed', { deals: DEALS - deals })
    const runs: Run[] = []
    for (let round = 0; round < ROUNDS; round++) {
      runs.push(await measure(portal, server.url, { isKilled: false }))
      runs.push(await measure(portal, server.url, { isKilled: true }))
    }
    return describe(runs)
  } finally {
    await server.stop()
    await portal.stop()
  }
}

let databases = 0

async function measure(portal: Portal, serverUrl: string, { isKilled }: { isKilled: boolean }): Promise<Run> {
  const admin = postgres(serverUrl, { max: 1, onnotice: () => undefined })
  const name = `backfill_${++databases}`
  await admin.unsafe(`create database ${name}`)
  const databaseUrl = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
  await migrate(databaseUrl)
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined })
  const { webhookUrl, certificateFile } = portal
  const job = { webhookUrl, databaseUrl, bucket: '', how: '', first: 0, last: 0 }
  const gather = () => gatherTeam<Progress>({ worker: 'our-backfill', count: 1, job, certificateFile })
  await portal.control('PUT', 'limits', { enabled: false })
  const team = await gather()
  await portal.forgetCalls()
  const startedAt = performance.now()
  team.begin()
  let lostMs = 0
  if (isKilled) {
    while ((team.told.at(-1)?.deals ?? 0) < DEALS / 2) await new Promise(setImmediate)
    await team.kill()
    // Whoever goes on has to wait for the lease of the dead; that is another number.
    await sql`update sync_cursors set claimed_until = null`
    const killedAt = performance.now()
    const next = await gather()
    lostMs = performance.now() - killedAt
    next.begin()
    await next.ended()
  } else await team.ended()
  const seconds = (performance.now() - startedAt - lostMs) / 1_000
  const requests = await portal.requests()
  const [counted] = await sql<{ rows: number; deals: number }[]>`
    select count(*)::int as rows, count(distinct deal_id)::int as deals from deals`
  await sql.end()
  await admin.unsafe(`drop database ${name} with (force)`)
  await admin.end()
  return {
    label: isKilled ? 'killed in the middle, and gone on' : 'backfill (reach 0.90)',
    seconds,
    rows: counted?.rows ?? 0,
    pages: requests.reduce((sum, { batch, method }) => sum + (method === 'crm.item.list' ? 1 : batch), 0),
    refused: requests.filter(({ status }) => status === 503).length,
    doubled: (counted?.rows ?? 0) - (counted?.deals ?? 0),
  }
}

function describe(runs: readonly Run[]): Result {
  const rows: Result['rows'] = {}
  for (const label of new Set(runs.map((run) => run.label))) {
    const own = runs.filter((run) => run.label === label)
    const rowsPerSecond = median(own.map((run) => run.rows / run.seconds))
    rows[label] = {
      'rows/s': Math.round(rowsPerSecond),
      [`of ${MOST_PER_SECOND}`]: (rowsPerSecond / MOST_PER_SECOND).toFixed(3),
      s: median(own.map(({ seconds }) => seconds)).toFixed(1),
      missing: own.reduce((sum, run) => sum + DEALS - run.rows, 0),
      doubled: own.reduce((sum, { doubled }) => sum + doubled, 0),
      'pages asked for': median(own.map(({ pages }) => pages)),
      '503s': own.reduce((sum, { refused }) => sum + refused, 0),
    }
  }
  return { rows, raw: { runs, limits: LIMITS } }
}
