import { fork } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import postgres from 'postgres'
import { type Load, putLoad } from '#bench/load.ts'
import { median, type Result } from '#bench/result.ts'
import { migrate } from '#src/db/migrate.ts'
import { startEmbeddedPostgres } from '#src/embedded/postgres.ts'
import { createLog } from '#src/log.ts'

const SERVER = path.resolve(import.meta.dirname, '../workers/webhook-server.ts')
const SIDES = ['ours', 'bare', 'stripe'] as const
type Side = (typeof SIDES)[number]
const TOKEN = 'whsec_token-of-the-bench'
const ROUNDS = 5
const CONNECTIONS = 50
const WARM_UP_MS = 1_000
const DURATION_MS = 3_000
const PER_SECOND = 500
const DEALS = 200

type Round = Record<Side, { full: Load; paced: Load }>

/** Events that are acknowledged once they are committed, beside the same handler without a database and beside a mirror by webhook. */
export async function webhook(): Promise<Result> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-bench-'))
  fs.chmodSync(dataDir, 0o711)
  const database = await startEmbeddedPostgres({
    dataDir,
    password: 'bench',
    log: createLog({ level: 'silent' }),
  })
  await migrate(database.url)
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined })
  // Its migrations name it.
  await sql`create role postgres`
  const servers = await Promise.all(SIDES.map((side) => start(side, database.url)))
  const rounds: Round[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const done: Partial<Round> = {}
    // In turn first, so that whatever else the machine does hits all alike.
    for (const { side, port } of round % 2 === 0 ? servers : servers.toReversed()) {
      const measured = async (more: { durationMs: number; perSecond?: number }) =>
        putLoad({ port, request: requestsOf(side), connections: CONNECTIONS, ...more })
      await measured({ durationMs: WARM_UP_MS })
      const full = await measured({ durationMs: DURATION_MS })
      const paced = await measured({ durationMs: DURATION_MS, perSecond: PER_SECOND })
      done[side] = { full, paced }
      await sql`truncate webhook_inbox`
    }
    rounds.push(done as Round)
  }
  for (const { child } of servers) child.disconnect()
  await sql.end()
  await database.stop()
  fs.rmSync(dataDir, { recursive: true, force: true })
  return { rows: Object.fromEntries(SIDES.map((side) => [side, rowOf(rounds, side)])), raw: rounds }
}

async function start(side: Side, databaseUrl: string) {
  const child = fork(SERVER, [side, databaseUrl, TOKEN], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [port] = (await once(child, 'message')) as [number]
  return { side, child, port }
}

/** Of so many deals, or as many customers: what both sides do to one row is not done to it alone. */
const requestsOf = (side: Side) =>
  Array.from({ length: DEALS }, (_, index) => (side === 'stripe' ? stripeRequest(index) : ourRequest(index)))

function ourRequest(index: number): string {
  const body = new URLSearchParams({
    event: 'ONCRMDEALUPDATE',
    event_handler_id: '975',
    'data[FIELDS][ID]': String(7_000 + index),
    ts: '1766047124',
    'auth[domain]': 'company.bitrix24.com.br',
    'auth[member_id]': 'd897063e1ce7c5eb9f04b9751eef5915',
    'auth[application_token]': TOKEN,
  }).toString()
  return post('/webhook-bitrix24', body, 'Content-Type: application/x-www-form-urlencoded\r\n')
}

function stripeRequest(index: number): string {
  const customer = {
    id: `cus_${index}`,
    object: 'customer',
    name: 'Maria Santos',
    email: 'maria@example.com',
  }
  const created = Math.floor(Date.now() / 1000)
  const body = JSON.stringify({
    ...{ id: `evt_${index}`, object: 'event', type: 'customer.updated', created, livemode: false },
    data: { object: { ...customer, balance: 0, created, metadata: {} } },
  })
  const signature = createHmac('sha256', TOKEN).update(`${created}.${body}`).digest('hex')
  return post('/webhook', body, `Stripe-Signature: t=${created},v1=${signature}\r\n`)
}

const post = (target: string, body: string, headers: string) =>
  `POST ${target} HTTP/1.1\r\nHost: localhost\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

function rowOf(rounds: readonly Round[], side: Side) {
  const of = (read: (round: Round) => number) => median(rounds.map(read))
  const rate = (round: Round, one: Side) => round[one].full.requestsPerSecond
  return {
    'acks/s': Math.round(of((round) => rate(round, side))),
    'of bare': of((round) => rate(round, side) / rate(round, 'bare')).toFixed(2),
    'of stripe': of((round) => rate(round, side) / rate(round, 'stripe')).toFixed(2),
    'ms p99': of((round) => round[side].full.p99Ms).toFixed(1),
    [`ms p99 at ${PER_SECOND}/s`]: of((round) => round[side].paced.p99Ms).toFixed(1),
    failures: rounds.reduce((sum, round) => sum + round[side].full.failures + round[side].paced.failures, 0),
  }
}
