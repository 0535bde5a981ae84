import { fork } from 'node:child_process'
import { once } from 'node:events'
import * as path from 'node:path'
import postgres from 'postgres'
import { io, type Socket } from 'socket.io-client'
import { benchFolder } from '#bench/bench-folder.ts'
import { signIn } from '#bench/helpdesk.ts'
import { median, type Result } from '#bench/result.ts'
import { createCpfVault } from '#src/auth/cpf.ts'
import { createTokens } from '#src/auth/tokens.ts'
import { readConfig } from '#src/config.ts'
import { connectDatabase } from '#src/db/connect.ts'
import { createDemoPeople } from '#src/embedded/demo-people.ts'
import { startEmbeddedPostgres } from '#src/embedded/postgres.ts'
import { createLog } from '#src/log.ts'
import type { ClientToServer, ServerToClient } from '#src/realtime/events.ts'
import { crmPerson } from '#test/crm-person.ts'
import { startProcess } from '#test/process.ts'

const BARE = path.resolve(import.meta.dirname, '../bare-server.ts')
const ROUNDS = 5
const CHANGES = 100
const WARM_UP = 50
/** One after the other, so that a deal rests for as long as a lone change needs not to be taken for a burst. */
const DEALS = 60
const REST_MS = 20
/** Nobody opens what is sealed with them. */
const SECRETS = { JWT_SECRET: 'bench'.repeat(8), CPF_KEY: 'bench'.repeat(8) }
const ASK_EVERY_MS = 2
/** Tokens are free: what is measured is us, and not the wait for a place in the CRM's limit. */
const FREE = { CRM_RATE: '100', CRM_BURST: '1000' }

type Round = {
  fetchMs: number[]
  answerMs: number[]
  lagMs: number[]
  /** Until an agent who looks at the dashboard hears of it. */
  toldMs: number[]
  /** From our having received the event, as `ponte_sync_lag_seconds` has it. */
  ownMs: number[]
}

/**
 * A change in the CRM until the row that shows it can be read by somebody else, and until it is heard in a room, with the CRM, its
 * event, our reading and the commit in between; beside one bare fetch over loopback, and one to the CRM.
 */
export async function lag(): Promise<Result> {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(benchFolder())
  const server = await startEmbeddedPostgres({
    dataDir: folder.path,
    password: 'bench',
    log: createLog({ level: 'warn' }),
  })
  opened.defer(() => server.stop())
  const settings = { LOG_LEVEL: 'warn', DATABASE_URL: server.url, ...FREE }
  const gateway = opened.use(await startProcess({ dataDir: folder.path, settings }))
  const free = await fetch(`${gateway.sandboxUrl}/control/limits`, {
    method: 'PUT',
    body: JSON.stringify({ enabled: false }),
  })
  if (!free.ok) throw new Error(await free.text())
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined })
  opened.defer(() => sql.end())
  const bare = fork(BARE)
  opened.defer(() => void bare.kill())
  const [port] = (await once(bare, 'message')) as [number]

  const crm = crmPerson({ sandbox: { url: gateway.sandboxUrl } })
  const dealIds: number[] = []
  while (dealIds.length < DEALS) dealIds.push(await crm.opens({ title: 'Medição' }))
  for (const dealId of dealIds) await shows(sql, dealId, 'Medição')
  const room = opened.use(await enterDashboard(gateway.url, server.url))

  let changes = 0
  async function change(round: Round): Promise<void> {
    const dealId = dealIds[changes % DEALS] ?? 0
    const title = `Mudança ${++changes}`
    const [, fetchMs] = await timed(() => fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.text()))
    room.forget()
    const startedAt = performance.now()
    await crm.changes(dealId, { title })
    const answeredAt = performance.now()
    const told = room.hears(title)
    await shows(sql, dealId, title)
    round.lagMs.push(performance.now() - startedAt)
    round.toldMs.push((await told) - startedAt)
    round.fetchMs.push(fetchMs)
    round.answerMs.push(answeredAt - startedAt)
    round.ownMs.push(...(await ownLag(sql)))
    await new Promise((resolve) => setTimeout(resolve, REST_MS))
  }
  const rounds: Round[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const one: Round = { fetchMs: [], answerMs: [], lagMs: [], toldMs: [], ownMs: [] }
    for (let done = 0; done < (round === 0 ? WARM_UP : CHANGES); done++) await change(one)
    process.stderr.write(
      `round ${round}: ${at(one.toldMs, 0.5).toFixed(1)} ms p50, ${at(one.toldMs, 0.99).toFixed(1)} p99\n`,
    )
    // The first one warms up.
    if (round > 0) rounds.push(one)
  }
  return describe(rounds)
}

/** Until somebody who is not the gateway sees it: asked so often that it is noticed, and so seldom that it takes no core away. */
async function shows(sql: postgres.Sql, dealId: number, title: string): Promise<void> {
  for (;;) {
    const found = await sql`select from deals where deal_id = ${dealId} and title = ${title}`
    if (found.length > 0) return
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
  }
}

/** An agent who looks at all that happens. */
async function enterDashboard(url: string, databaseUrl: string) {
  const { db, close } = connectDatabase(databaseUrl, 1)
  const { auth } = readConfig(SECRETS)
  await createDemoPeople({
    ...{ db, clock: () => new Date() },
    ...{ cpfVault: createCpfVault(auth.cpfKeys), tokens: createTokens(auth) },
  })
  await close()
  const agent = await signIn(url, '2001')
  const socket: Socket<ServerToClient, ClientToServer> = io(url, {
    transports: ['websocket'],
    auth: { token: agent.cookies.get('access_token') },
  })
  const heardAt = new Map<unknown, number>()
  let heard: () => void = () => undefined
  socket.on('ticket_updated', ({ changes }) => {
    heardAt.set(changes.title, performance.now())
    heard()
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect_error', reject)
    socket.emit('join_dashboard', {}, ({ ok }) => (ok ? resolve() : reject(new Error('not let in'))))
  })
  return {
    forget: () => heardAt.clear(),
    /** When the change of this title was heard. */
    async hears(title: string): Promise<number> {
      for (;;) {
        const at = heardAt.get(title)
        if (at !== undefined) return at
        await new Promise<void>((resolve) => {
          heard = resolve
        })
      }
    },
    [Symbol.dispose]: () => void socket.close(),
  }
}

async function ownLag(sql: postgres.Sql): Promise<number[]> {
  const [row] = await sql<{ ms: number | null }[]>`
    select extract(epoch from done_at - received_at)::float8 * 1000 as ms from webhook_inbox order by id desc limit 1`
  return row?.ms === null || row === undefined ? [] : [row.ms]
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const startedAt = performance.now()
  const result = await work()
  return [result, performance.now() - startedAt]
}

const at = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN

function describe(rounds: readonly Round[]): Result {
  const row = (pick: (round: Round) => number[]) => ({
    'ms p50': median(rounds.map((round) => at(pick(round), 0.5))).toFixed(2),
    'ms p99': median(rounds.map((round) => at(pick(round), 0.99))).toFixed(2),
  })
  return {
    rows: {
      'one bare fetch over loopback': row(({ fetchMs }) => fetchMs),
      'the CRM answers the change': row(({ answerMs }) => answerMs),
      'event received -> mirrored row': row(({ ownMs }) => ownMs),
      'change in the CRM -> mirrored row': row(({ lagMs }) => lagMs),
      'change in the CRM -> message in a room': row(({ toldMs }) => toldMs),
      'added to one bare fetch (reach 20 and 100)': row(({ toldMs, fetchMs }) =>
        toldMs.map((ms, index) => ms - (fetchMs[index] ?? 0)),
      ),
    },
    raw: { rounds, deals: DEALS, changes: CHANGES, restMs: REST_MS, rate: 'free' },
  }
}
