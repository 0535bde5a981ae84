import { COMMANDS_PER_REQUEST, LIMITS, openPortal, type Portal } from '#bench/portal.ts'
import { median, type Result } from '#bench/result.ts'
import { gatherTeam } from '#bench/team.ts'
import { READ_AT_ONCE, type ReadTold } from '#bench/workers/reads.ts'
import { migrate } from '#src/db/migrate.ts'
import { startEmbeddedPostgres } from '#src/embedded/postgres.ts'
import { createLog } from '#src/log.ts'

const PORT = 21_800
const ROUNDS = 3
const DEALS = 100_000
/** For those who read page by page: everything would take them a quarter of an hour. */
const FEW = 680
const MOST_PER_SECOND = LIMITS.rate * COMMANDS_PER_REQUEST * READ_AT_ONCE

type Side = { label: string; worker: 'our-reads' | 'sdk-reads'; how: string; deals: number }

const SIDES: readonly Side[] = [
  { label: 'our queue (reach 0.90)', worker: 'our-reads', how: '', deals: DEALS },
  { label: 'SDK, fetchList', worker: 'sdk-reads', how: 'fetchList', deals: FEW },
  { label: 'SDK, callList', worker: 'sdk-reads', how: 'callList', deals: FEW },
  { label: 'SDK, batchByChunk, ranges by hand', worker: 'sdk-reads', how: 'ranges', deals: DEALS },
]

/** How fast all deals of a portal are read, once the burst is gone. */
export async function crmBackfill(): Promise<Result> {
  const portal = await openPortal(PORT)
  const log = createLog({ level: 'silent' })
  const postgres = await startEmbeddedPostgres({ dataDir: portal.dataDir, password: 'bench', log })
  try {
    await migrate(postgres.url)
    await portal.control('PUT', 'limits', { enabled: false })
    const { deals } = await portal.control<{ deals: number }>('GET', 'counts')
    await portal.control('POST', 'seed', { deals: DEALS - deals })
    const runs: Run[] = []
    for (let round = 0; round < ROUNDS; round++)
      // In turn first, so that whatever else the machine does hits all alike.
      for (const side of round % 2 === 0 ? SIDES : SIDES.toReversed())
        runs.push(await measure(portal, postgres.url, side, round))
    return describe(runs)
  } finally {
    await postgres.stop()
    await portal.stop()
  }
}

type Run = Awaited<ReturnType<typeof measure>>

async function measure(portal: Portal, databaseUrl: string, side: Side, round: number) {
  const { worker, how, label, deals } = side
  const { webhookUrl, certificateFile } = portal
  const first = await firstId(portal)
  await portal.forgetCalls()
  const job = { webhookUrl, databaseUrl, bucket: `${label} ${round}`, how, first, last: first + deals - 1 }
  const team = await gatherTeam<ReadTold>({ worker, count: 1, job, certificateFile })
  await portal.control('DELETE', 'requests')
  const startedAt = performance.now()
  team.begin()
  await team.ended()
  const seconds = (performance.now() - startedAt) / 1_000
  const requests = await portal.requests()
  const read = team.told.reduce((sum, { ids }) => sum + ids, 0)
  return {
    label,
    seconds,
    read,
    missing: deals - read,
    rowsPerSecond: read / seconds,
    requests: requests.length,
    refused: requests.filter(({ status }) => status === 503).length,
    batches: requests.map(({ at, batch }) => [Number((at - (requests[0]?.at ?? at)).toFixed(3)), batch]),
  }
}

async function firstId({ control }: Portal): Promise<number> {
  await control('PUT', 'limits', { enabled: false })
  const address = `http://127.0.0.1:${PORT}/rest/1/sandbox/crm.item.list?entityTypeId=2&select[]=id&start=-1`
  const { result } = (await (await fetch(address)).json()) as { result: { items: { id: number }[] } }
  return result.items[0]?.id ?? 0
}

function describe(runs: readonly Run[]): Result {
  const rows: Result['rows'] = {}
  for (const { label, deals } of SIDES) {
    const own = runs.filter((run) => run.label === label)
    const rowsPerSecond = median(own.map((run) => run.rowsPerSecond))
    rows[label] = {
      'rows/s': Math.round(rowsPerSecond),
      [`of ${MOST_PER_SECOND}`]: (rowsPerSecond / MOST_PER_SECOND).toFixed(3),
      s: median(own.map(({ seconds }) => seconds)).toFixed(1),
      deals,
      missing: own.reduce((sum, { missing }) => sum + missing, 0),
      requests: median(own.map(({ requests }) => requests)),
      '503s': own.reduce((sum, { refused }) => sum + refused, 0),
    }
  }
  return { rows, raw: { runs, limits: LIMITS } }
}
