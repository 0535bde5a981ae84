import postgres from 'postgres'
import { benchFolder } from '#bench/bench-folder.ts'
import { median, type Result } from '#bench/result.ts'
import type { Caller } from '#src/auth/access.ts'
import { connectDatabase, type Db } from '#src/db/connect.ts'
import { migrate } from '#src/db/migrate.ts'
import { startEmbeddedPostgres } from '#src/embedded/postgres.ts'
import type { SessionId, UserId } from '#src/ids.ts'
import { createLog } from '#src/log.ts'
import { keepFacts } from '#src/stats/keep-facts.ts'
import { readGroups } from '#src/stats/read-groups.ts'
import { readStats } from '#src/stats/read-stats.ts'
import { readTrends } from '#src/stats/read-trends.ts'

const TICKETS = 300_000
const DAYS = 2 * 365
const ROUNDS = 5
const timeZone = 'America/Sao_Paulo'
const PERIODS = { '30 days': 30, 'a year': 365 } as const
/** On this machine a larger page would wait for the disk and not for us. */
const LOT = 25_000

const SIDES = ['facts', 'counted'] as const
type Side = (typeof SIDES)[number]
/** For the same statements over what the facts follow from, in the same shape: otherwise parts of it would be made several times. */
const COUNTED = `select *, null::timestamptz as crm_deleted_at, null::timestamptz as crm_left_at
  from (select * from live_ticket_facts union all select * from ticket_facts where id < 0) as counted`
type Run = { what: string; side: Side; period: string; ms: number }

/** How long it takes to count what was filed in a period, out of so many tickets, each with its clocks. */
export async function stats(): Promise<Result> {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(benchFolder())
  const log = createLog({ level: 'warn' })
  const server = await startEmbeddedPostgres({ dataDir: folder.path, password: 'bench', log })
  opened.defer(() => server.stop())
  await migrate(server.url)
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined })
  opened.defer(() => sql.end())
  await fill(sql)
  const { db, close } = connectDatabase(server.url, 4)
  opened.defer(close)
  const filledAt = performance.now()
  const notes = await keepFacts({ db })
  const keptS = (performance.now() - filledAt) / 1_000
  process.stderr.write(`${notes} notes, ${keptS.toFixed(0)} s to keep the facts\n`)
  await sql`vacuum analyze`
  const [view] = await sql<{ facts: string }[]>`select pg_get_viewdef('counted_tickets') as facts`
  const runs: Run[] = []
  for (let round = 0; round <= ROUNDS; round++)
    for (const side of round % 2 === 0 ? SIDES : SIDES.toReversed()) {
      await sql.unsafe(
        `create or replace view counted_tickets as ${side === 'facts' ? view?.facts : COUNTED}`,
      )
      for (const [period, days] of Object.entries(PERIODS))
        for (const [what, ask] of Object.entries(askedOf(db, days))) {
          const startedAt = performance.now()
          await ask()
          const ms = performance.now() - startedAt
          process.stderr.write(`round ${round}, ${side}, ${what}, ${period}: ${ms.toFixed(0)} ms\n`)
          // The first one warms up.
          if (round > 0) runs.push({ what, side, period, ms })
        }
    }
  return describe(runs, { notes, keptS })
}

function askedOf(db: Db, days: number): Record<string, () => Promise<unknown>> {
  const now = new Date()
  const ports = { db, clock: () => now }
  const dayOf = (ago: number) => new Date(now.getTime() - ago * 86_400_000).toISOString().slice(0, 10)
  const [from, to] = [dayOf(days - 1), dayOf(0)]
  // The ids of people who are nobody: what is counted does not depend on who asks.
  const who = { userId: 1 as UserId, sessionId: 'bench' as SessionId }
  const caller: Caller = { ...who, role: 'agent', department: 'TI', exceptions: {} }
  const query = { from, to, format: 'json' } as const
  const bucket = 'day' as const
  return {
    '/stats': () => readStats(ports, caller, query, timeZone),
    '/stats/trends': () => readTrends(ports, caller, { ...query, bucket }, timeZone),
    '/stats/agents': () => readGroups(ports, caller, query, { by: 'agent', timeZone }),
    '/stats/categories': () => readGroups(ports, caller, query, { by: 'category', timeZone }),
    'one count(*)': () =>
      db.execute(`select count(*) from deals where created_at >= now() - interval '${days} days'`),
  }
}

/** Nine of ten are over; each has its clocks, one in ten has broken a promise. */
export async function fill(sql: postgres.Sql): Promise<void> {
  await sql`insert into users (id, full_name, matricula, email, cpf, cpf_hash, hashed_password, department, filial, role)
    overriding system value
    select n, 'Pessoa ' || n, (1000 + n)::text, 'pessoa' || n || '@example.com', 'x', n::text, 'x', 'TI', 'Recife',
      case when n <= 20 then 'agent' else 'requester' end
    from generate_series(1, 500) n`
  for (let from = 1; from <= TICKETS; from += LOT) {
    await sql`insert into deals (deal_id, origin_key, ticket_number, title, description, pipeline_id, stage_id, status, priority,
        category_id, user_id, requester_name, assignee_department, responsible_id, responsible, crm_status, created_at,
        first_response_at, resolved_at, closed_at, rating, rated_at, is_unread_by_team, reopen_count, message_count)
      select 100000 + n, gen_random_uuid(), 'TKT-B-' || n, 'Chamado ' || n, 'Nada funciona', 19,
        case when n % 10 > 0 then 'C19:WON' else 'C19:NEW' end, case when n % 10 > 0 then 'closed' else 'open' end,
        (array['urgent', 'high', 'medium', 'low'])[1 + n % 4],
        (select id from categories where kind = 'ticket' order by id offset n % 10 limit 1), 21 + n % 480,
        'Pessoa ' || 21 + n % 480, (array['TI', 'Financeiro', 'Compras', 'Frota'])[1 + n % 4], 1 + n % 20,
        'Pessoa ' || 1 + n % 20, 'synced', at, at + (n % 300) * interval '1 minute',
        case when n % 10 > 0 then at + (n % 5000) * interval '1 minute' end,
        case when n % 10 > 0 then at + (n % 5000 + 60) * interval '1 minute' end,
        case when n % 10 > 5 then 1 + n % 5 end,
        case when n % 10 > 5 then at + (n % 5000 + 90) * interval '1 minute' end, n % 500 = 0, (n % 30 = 0)::int, 1
      from generate_series(${from}::int, ${from + LOT - 1}::int) n,
        lateral (select now() - n * ${`${DAYS} days`}::interval / ${TICKETS}::int as at) moment`
    process.stderr.write(`${from + LOT - 1} tickets\n`)
  }
  await sql`insert into sla_clocks (ticket_id, clock, state, started_at, fulfilled_at, due_at, breached_at, at_risk_at)
    select id, clock, case when resolved_at is null and clock = 'resolution' then 'running' else 'fulfilled' end, created_at,
      case clock when 'resolution' then resolved_at else first_response_at end, created_at + interval '3 days',
      case when id % 10 = 1 then created_at + interval '3 days' end, created_at + interval '2 days'
    from deals, unnest(array['first_response', 'resolution']) clock`
  await sql`insert into sla_warnings (ticket_id, clock, due_at, percent, started_at, passed_at, is_told)
    select id, 'resolution', created_at + interval '3 days', 100, created_at, created_at + interval '3 days', true
    from deals where id % 10 = 1`
  await sql`insert into activities (ticket_id, kind, source, author_user_id, author_name, body_text)
    select id, 'comment', 'portal', user_id, requester_name, 'Alguma novidade?' from deals where is_unread_by_team`
  await sql`vacuum analyze`
}

function describe(runs: readonly Run[], filling: { notes: number; keptS: number }): Result {
  const whats = [...new Set(runs.map(({ what }) => what))]
  const of = (what: string, side: Side, period: string) =>
    median(
      runs
        .filter((run) => run.what === what && run.side === side && run.period === period)
        .map(({ ms }) => ms),
    )
  const row = (what: string) =>
    Object.fromEntries(
      Object.keys(PERIODS).map((period) => [
        `ms, ${period}`,
        `${of(what, 'facts', period).toFixed(0)} (counted ${of(what, 'counted', period).toFixed(0)})`,
      ]),
    )
  return {
    rows: {
      ...Object.fromEntries(whats.map((what) => [`${what} of ${TICKETS / 1_000},000 tickets`, row(what)])),
      'keeping all facts for the first time': { s: filling.keptS.toFixed(0), notes: filling.notes },
    },
    raw: { runs, tickets: TICKETS, days: DAYS, filling },
  }
}
