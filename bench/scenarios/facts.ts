import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { benchFolder } from '#bench/bench-folder.ts'
import { median, type Result } from '#bench/result.ts'
import { dealOf } from '#bench/scenarios/mirror.ts'
import { connectDatabase, type Db } from '#src/db/connect.ts'
import { migrate } from '#src/db/migrate.ts'
import { telling } from '#src/db/tell.ts'
import { startEmbeddedPostgres } from '#src/embedded/postgres.ts'
import type { UserId } from '#src/ids.ts'
import { createLog } from '#src/log.ts'
import { keepFacts } from '#src/stats/keep-facts.ts'
import { mirrorDeals } from '#src/sync/mirror-deals.ts'
import { nextReadOrder } from '#src/sync/read-order.ts'
import { fileTicket } from '#src/tickets/file-ticket.ts'
import { localVisit } from '#src/visit.ts'

const ROUNDS = 9
const FILED = 150
const CHANGED = 150
/** As a backfill reads them. */
const PAGE = 2_500
const SIDES = ['with notes', 'without'] as const
type Side = (typeof SIDES)[number]
type Run = { what: string; side: Side; ms: number }

/** What it costs those who write that changes are noted for statistics, beside the same without the triggers. */
export async function facts(): Promise<Result> {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(benchFolder())
  const log = createLog({ level: 'warn' })
  const server = await startEmbeddedPostgres({ dataDir: folder.path, password: 'bench', log })
  opened.defer(() => server.stop())
  await migrate(server.url)
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined })
  opened.defer(() => sql.end())
  const { db, close } = connectDatabase(server.url, 2)
  opened.defer(close)
  await sql`insert into users (full_name, matricula, email, cpf, cpf_hash, hashed_password, department, filial)
    values ('Maria Santos', '1001', 'maria@example.com', 'x', 'x', 'x', 'TI', 'Recife')`
  const runs: Run[] = []
  const kept: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    for (const side of round % 2 === 0 ? SIDES : SIDES.toReversed()) {
      await note(sql, side)
      const pages = round * SIDES.length + SIDES.indexOf(side)
      for (const [what, work] of Object.entries(worksOf(db, pages))) {
        const startedAt = performance.now()
        await work()
        const ms = performance.now() - startedAt
        // The first one warms up.
        if (round > 0) runs.push({ what, side, ms })
      }
    }
    await note(sql, 'with notes')
    const startedAt = performance.now()
    const notes = await keepFacts({ db })
    if (round > 0) kept.push(((performance.now() - startedAt) * 1_000) / notes)
    process.stderr.write(`round ${round}: ${kept.at(-1)?.toFixed(0)} µs a note to keep the facts\n`)
  }
  return describe(runs, kept)
}

async function note(sql: postgres.Sql, side: Side): Promise<void> {
  for (const table of ['deals', 'sla_clocks', 'sla_warnings'])
    for (const trigger of ['notes_inserted', 'notes_updated'])
      await sql.unsafe(`alter table ${table} ${side === 'without' ? 'disable' : 'enable'} trigger ${trigger}`)
}

function worksOf(db: Db, page: number): Record<string, () => Promise<void>> {
  const needs = { stageMap: { 19: { open: 'C19:NEW', closed: 'C19:WON' } }, pipelines: [19] }
  const mirror = async (from: number, count: number, pass: 'new' | 'changed') => {
    const order = await nextReadOrder(db)
    const deals = Array.from({ length: count }, (_, index) => dealOf(from + index, pass))
    await db.transaction((tx) => mirrorDeals(needs, tx, { order, deals }, { isQuiet: true }))
  }
  const first = 1 + page * PAGE
  return {
    [`filing ${FILED} tickets, one by one`]: async () => {
      for (let count = 0; count < FILED; count++) await file(db)
    },
    [`a page of ${PAGE} new deals`]: () => mirror(first, PAGE, 'new'),
    [`${CHANGED} changed deals, one by one`]: async () => {
      for (let one = 0; one < CHANGED; one++) await mirror(first + one, 1, 'changed')
    },
    [`a page of ${PAGE - CHANGED} changed deals`]: () => mirror(first + CHANGED, PAGE - CHANGED, 'changed'),
  }
}

async function file(db: Db): Promise<void> {
  const userId = 1 as UserId
  await db.transaction((tx) =>
    telling(tx, async (tell) => {
      await fileTicket(tx, {
        description: {
          ...{ originKey: randomUUID(), title: 'Impressora', description: 'Só faz barulho.', pipelineId: 19 },
          ...{ stageId: 'C19:NEW', priority: 'high', userId, requesterName: 'Maria Santos' },
          createdAt: new Date(),
        },
        ...{
          uploadIds: [],
          timeZone: 'America/Sao_Paulo',
          caller: { userId },
          visit: localVisit('bench'),
          tell,
        },
      })
    }),
  )
}

function describe(runs: readonly Run[], kept: readonly number[]): Result {
  const whats = [...new Set(runs.map(({ what }) => what))]
  const of = (what: string, side: Side) =>
    median(runs.filter((run) => run.what === what && run.side === side).map(({ ms }) => ms))
  const rows: Result['rows'] = Object.fromEntries(
    whats.map((what) => [
      what,
      {
        'ms with notes': of(what, 'with notes').toFixed(1),
        without: of(what, 'without').toFixed(1),
        ratio: (of(what, 'with notes') / of(what, 'without')).toFixed(3),
      },
    ]),
  )
  rows['keeping the facts, afterwards'] = { 'µs a note': median(kept).toFixed(0) }
  return { rows, raw: { runs, kept } }
}
