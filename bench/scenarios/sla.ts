import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import * as path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import postgres from 'postgres'
import { benchFolder } from '#bench/bench-folder.ts'
import { median, type Result } from '#bench/result.ts'
import { connectDatabase, type Db } from '#src/db/connect.ts'
import { migrate } from '#src/db/migrate.ts'
import { deals } from '#src/db/ticket-schema.ts'
import { startEmbeddedPostgres } from '#src/embedded/postgres.ts'
import { createLog } from '#src/log.ts'
import { promiseLooks, writeLines } from '#src/sla/write-clocks.ts'

const WORKER = path.resolve(import.meta.dirname, '../../test/sla/due-process.ts')
const GATEWAYS = 2
const ROUNDS = 5
const TICKETS = 300
/** One by one, over so long; and all in the same moment. */
const SPREADS_MS = { 'one by one': 15_000, 'all at once': 0 }
/** Workers ask each second what comes next. */
const AHEAD_MS = 4_000
/** Of four hours that were promised three quarters have passed by then. */
const THREE_HOURS_MS = 3 * 3_600_000

type Round = { how: string; lateMs: number[] }

/** A mark that a clock passes, until its row is written, both by the database's own clock. */
export async function sla(): Promise<Result> {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(benchFolder())
  const log = createLog({ level: 'warn' })
  const server = await startEmbeddedPostgres({ dataDir: folder.path, password: 'bench', log })
  opened.defer(() => server.stop())
  await migrate(server.url)
  const { db, close } = connectDatabase(server.url, 2)
  opened.defer(close)
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined })
  opened.defer(() => sql.end())
  for (let count = 0; count < GATEWAYS; count++) {
    const worker = await startWorker(server.url)
    opened.defer(() => void worker.disconnect())
  }
  const rounds: Round[] = []
  for (let round = 0; round <= ROUNDS; round++)
    for (const [how, spreadMs] of Object.entries(SPREADS_MS)) {
      const lateMs = await measure(db, sql, spreadMs)
      process.stderr.write(`round ${round}, ${how}: ${Math.max(...lateMs).toFixed(0)} ms at the most\n`)
      // The first one warms up.
      if (round > 0) rounds.push({ how, lateMs })
    }
  return describe(rounds)
}

async function startWorker(url: string): Promise<ChildProcess> {
  const child = fork(WORKER, [url, ''])
  await once(child, 'message')
  return child
}

async function measure(db: Db, sql: postgres.Sql, spreadMs: number): Promise<number[]> {
  const startMs = Date.now() + AHEAD_MS
  const ids = await db.transaction(async (tx) => {
    const dues = Array.from({ length: TICKETS }, (_, n) => new Date(startMs + (spreadMs * n) / TICKETS))
    const rows = await tx
      .insert(deals)
      .values(
        dues.map((dueAt) => ({
          ...{ originKey: randomUUID(), ticketNumber: randomUUID().slice(0, 18), title: 'Impressora' },
          ...{ description: '', pipelineId: 19, stageId: 'C19:NEW', priority: 'high' as const },
          createdAt: new Date(dueAt.getTime() - THREE_HOURS_MS),
        })),
      )
      .returning({ id: deals.id, createdAt: deals.createdAt })
    await writeLines(
      tx,
      rows.map(({ id: ticketId, createdAt: at }) => ({
        ...{
          ticketId,
          at,
          kind: 'created' as const,
          data: { priority: 'high' as const, status: 'open' as const },
        },
      })),
    )
    await promiseLooks(
      tx,
      rows.map(({ id: ticketId, createdAt }) => ({
        ticketId,
        at: new Date(createdAt.getTime() + THREE_HOURS_MS),
      })),
    )
    return rows.map(({ id }) => id)
  })
  for (;;) {
    const late = await sql<{ ms: number }[]>`
      select extract(epoch from recorded_at - passed_at)::float8 * 1000 as ms from sla_warnings
      where percent = 75 and ticket_id = any(${ids})`
    if (late.length === TICKETS) return late.map(({ ms }) => ms)
    await delay(500)
  }
}

const at = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN

function describe(rounds: readonly Round[]): Result {
  const row = (how: string) => {
    const all = rounds.filter((round) => round.how === how).map(({ lateMs }) => lateMs)
    return {
      'ms late p50': median(all.map((late) => at(late, 0.5))).toFixed(1),
      'ms p99': median(all.map((late) => at(late, 0.99))).toFixed(1),
      'ms at the most': Math.max(...all.flat()).toFixed(1),
    }
  }
  return {
    rows: Object.fromEntries(
      Object.keys(SPREADS_MS).map((how) => [`${TICKETS} marks, ${GATEWAYS} gateways, ${how}`, row(how)]),
    ),
    raw: { rounds, tickets: TICKETS, gateways: GATEWAYS, spreadsMs: SPREADS_MS },
  }
}
