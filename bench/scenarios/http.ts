import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { type Load, putLoad } from '#bench/load.ts'
import { median, type Result } from '#bench/result.ts'
import { startEmbeddedPostgres } from '#src/embedded/postgres.ts'
import { createLog } from '#src/log.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const ROUNDS = 5
const CONNECTIONS = 32
const WARM_UP_MS = 1_000
const DURATION_MS = 3_000
const PORT = 21_500

/** What the edge costs beside a bare server, and how long a start takes until it is ready. */
export async function http(): Promise<Result> {
  const postgres = await measurePostgres()
  const starts: Starts = { coldMs: [], warmMs: [] }
  for (let round = 0; round < ROUNDS; round++) {
    const dataDir = makeDataDir()
    starts.coldMs.push(await measureStart(dataDir))
    starts.warmMs.push(await measureStart(dataDir))
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
  const dataDir = makeDataDir()
  const rounds = await measureLoads(dataDir)
  fs.rmSync(dataDir, { recursive: true, force: true })
  return describe(rounds, { postgres, starts })
}

/** The database alone, without the rest of the start. */
async function measurePostgres(): Promise<Starts> {
  const measured: Starts = { coldMs: [], warmMs: [] }
  for (let round = 0; round < ROUNDS; round++) {
    const dataDir = makeDataDir()
    for (const which of ['coldMs', 'warmMs'] as const) {
      const startedAt = performance.now()
      const server = await startEmbeddedPostgres({
        dataDir,
        password: 'bench',
        log: createLog({ level: 'silent' }),
      })
      measured[which].push(performance.now() - startedAt)
      await server.stop()
    }
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
  return measured
}

function makeDataDir(): string {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-bench-'))
  fs.chmodSync(dataDir, 0o711)
  return dataDir
}

type Round = { bare: Load; healthz: Load; me: Load }

async function measureLoads(dataDir: string): Promise<Round[]> {
  const bare = fork(path.join(ROOT, 'bench/bare-server.ts'))
  const [barePort] = (await once(bare, 'message')) as [number]
  const gateway = await startGateway(dataDir)
  const get = (target: string, headers = '') => `GET ${target} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`
  const authorization = `Authorization: Bearer ${await signIn()}\r\n`
  const measure = async (port: number, request: string): Promise<Load> => {
    await putLoad({ port, request, connections: CONNECTIONS, durationMs: WARM_UP_MS })
    return putLoad({ port, request, connections: CONNECTIONS, durationMs: DURATION_MS })
  }
  const sides = {
    bare: () => measure(barePort, get('/')),
    healthz: () => measure(PORT, get('/healthz')),
    me: () => measure(PORT, get('/auth/me', authorization)),
  }
  const rounds: Round[] = []
  for (let round = 0; round < ROUNDS; round++) {
    // In turn first, so that whatever else the machine does hits all alike.
    const order = (['bare', 'healthz', 'me'] as const).toSorted(
      (a, b) => (round % 2 === 0 ? 1 : -1) * a.localeCompare(b),
    )
    const done: Partial<Round> = {}
    for (const side of order) done[side] = await sides[side]()
    rounds.push(done as Round)
  }
  bare.disconnect()
  await stop(gateway)
  return rounds
}

async function signIn(): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${PORT}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ matricula: '1001', password: 'ponte-demo' }),
  })
  const { token } = (await response.json()) as { token: { access_token: string } }
  return token.access_token
}

async function measureStart(dataDir: string): Promise<number> {
  const startedAt = performance.now()
  const gateway = await startGateway(dataDir)
  const tookMs = performance.now() - startedAt
  await stop(gateway)
  return tookMs
}

/** As `npm start` does it, with everything embedded, up to the line that says ready. */
async function startGateway(dataDir: string): Promise<ChildProcess> {
  const env = {
    PATH: process.env.PATH,
    DATA_DIR: dataDir,
    PORT: String(PORT),
    SANDBOX_PORT: String(PORT + 1),
  }
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  child.stdout.setEncoding('utf8')
  for await (const text of child.stdout) if (String(text).includes('ready ')) break
  return child
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  await once(child, 'exit')
}

type Starts = { coldMs: number[]; warmMs: number[] }

function describe(rounds: Round[], { postgres, starts }: { postgres: Starts; starts: Starts }): Result {
  const row = (side: keyof Round) => ({
    'requests/s': Math.round(median(rounds.map((round) => round[side].requestsPerSecond))),
    'of bare': median(
      rounds.map((round) => round[side].requestsPerSecond / round.bare.requestsPerSecond),
    ).toFixed(2),
    'p50 ms': median(rounds.map((round) => round[side].p50Ms)).toFixed(2),
    'p99 ms': median(rounds.map((round) => round[side].p99Ms)).toFixed(2),
    failures: rounds.reduce((sum, round) => sum + round[side].failures, 0),
  })
  return {
    rows: {
      'bare node:http': row('bare'),
      'GET /healthz (reach 0.80)': row('healthz'),
      'GET /auth/me, signed in': row('me'),
      'Postgres alone, cold (reach 2000)': { ms: Math.round(median(postgres.coldMs)) },
      'Postgres alone, warm (reach 500)': { ms: Math.round(median(postgres.warmMs)) },
      'start to ready, cold': { ms: Math.round(median(starts.coldMs)) },
      'start to ready, warm (reach 3000)': { ms: Math.round(median(starts.warmMs)) },
    },
    raw: { rounds, postgres, starts, connections: CONNECTIONS, durationMs: DURATION_MS },
  }
}
