import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import postgres from 'postgres'
import type { Load } from '#bench/contenders/contender.ts'
import { CONTENDERS, type ContenderName, LIKE_OURS } from '#bench/contenders/contenders.ts'
import { median, type Result } from '#bench/result.ts'
import type { Told, WorkerTask } from '#bench/workers/jobs-worker.ts'
import { startEmbeddedPostgres } from '#src/embedded/postgres.ts'
import { createLog } from '#src/log.ts'

const WORKER = path.resolve(import.meta.dirname, '../workers/jobs-worker.ts')
const NAMES = Object.keys(CONTENDERS) as ContenderName[]
const ROUNDS = 5
const RECOVERY_ROUNDS = 3
const LOOK_EVERY_MS = 10
/** Who is not done by then is measured by what it did. */
const LONGEST_RUN_MS = 8_000
/** Nobody waits longer for one that needs hours. */
const LONGEST_RECOVERY_MS = 30_000
const LATENCIES = 60

type Shape = { label: string; keys: number; each: number }
const SHAPES: readonly Shape[] = [
  { label: '1,000 keys x 10', keys: 1_000, each: 10 },
  { label: '20 hot keys x 500', keys: 20, each: 500 },
  { label: '10,000 without key', keys: 0, each: 10_000 },
]

/** Our promised work beside the two libraries that keep their jobs in Postgres too, each at the best settings that it documents. */
export async function jobs(): Promise<Result> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-bench-'))
  fs.chmodSync(dataDir, 0o711)
  const server = await startEmbeddedPostgres({
    dataDir,
    password: 'bench',
    log: createLog({ level: 'silent' }),
  })
  const admin = postgres(server.url, { max: 1, onnotice: () => undefined })
  try {
    const runs: Run[] = []
    for (const shape of SHAPES)
      for (let round = 0; round < ROUNDS; round++)
        for (const name of inTurn(round)) runs.push(told(await throughput(admin, server.url, name, shape)))
    const latencies: Latency[] = []
    for (let round = 0; round < ROUNDS; round++)
      for (const name of inTurn(round)) latencies.push(told(await latency(admin, server.url, name)))
    const recoveries: Recovery[] = []
    for (let round = 0; round < RECOVERY_ROUNDS; round++)
      for (const name of inTurn(round)) recoveries.push(told(await recovery(admin, server.url, name)))
    return describe(runs, latencies, recoveries)
  } finally {
    await admin.end()
    await server.stop()
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
}

/** It takes a while: one line for each run. */
function told<T extends object>(run: T): T {
  process.stderr.write(`${JSON.stringify({ ...run, ms: undefined })}\n`)
  return run
}

/** So that whatever else the machine does hits all alike. */
const inTurn = (round: number) => (round % 2 === 0 ? NAMES : NAMES.toReversed())

type Run = Awaited<ReturnType<typeof throughput>>

async function throughput(admin: postgres.Sql, serverUrl: string, name: ContenderName, shape: Shape) {
  await using database = await freshDatabase(admin, serverUrl, name)
  const { url, sql } = database
  const contender = CONTENDERS[name]
  const isKeyed = shape.keys > 0
  const total = Math.max(1, shape.keys) * shape.each
  const promisedAt = performance.now()
  // One of each key after the other, since some libraries know no order within what is promised at once.
  for (let turn = 0; turn < (isKeyed ? shape.each : 1); turn++)
    await contender.promiseMany(url, loadsOf(shape, turn))
  const promiseMs = performance.now() - promisedAt
  await sql`vacuum analyze`
  const child = await startWorker({ contender: name, url, keys: shape.keys, tells: 'all', holds: false })
  const startedAt = performance.now()
  child.send('begin')
  let left = total
  const isLate = () => performance.now() - startedAt > LONGEST_RUN_MS
  while (left > 0 && !isLate()) {
    await delay(LOOK_EVERY_MS)
    left = await contender.left(sql)
  }
  const seconds = (performance.now() - startedAt) / 1_000
  const told = await end(child)
  return {
    name,
    shape: shape.label,
    perSecond: (total - left) / seconds,
    promisedPerSecond: (total / promiseMs) * 1_000,
    ...told,
  }
}

const loadsOf = ({ keys, each }: Shape, turn: number): Load[] =>
  keys === 0
    ? Array.from({ length: each }, (_, number) => ({ key: null, number }))
    : Array.from({ length: keys }, (_, key) => ({ key: `key ${key}`, number: turn }))

type Latency = Awaited<ReturnType<typeof latency>>

/** From before one job is promised to when its handler begins, in another process that has nothing else to do. */
async function latency(admin: postgres.Sql, serverUrl: string, name: ContenderName) {
  await using database = await freshDatabase(admin, serverUrl, name)
  const { url } = database
  const child = await startWorker({ contender: name, url, keys: LATENCIES, tells: 'each', holds: false })
  child.send('begin')
  await once(child, 'message')
  const promiser = await CONTENDERS[name].connect(url, true)
  await delay(1_500)
  const ms: number[] = []
  for (let number = 0; number < LATENCIES; number++) {
    const begun = once(child, 'message')
    const at = performance.now()
    await Promise.all([promiser.promise({ key: `key ${number}`, number }), begun])
    ms.push(performance.now() - at)
    // Not in step with anybody's polls.
    await delay(40 + Math.random() * 80)
  }
  await promiser.close()
  await end(child)
  ms.sort((a, b) => a - b)
  return { name, p50Ms: ms[Math.floor(ms.length / 2)] ?? 0, p95Ms: ms[Math.floor(ms.length * 0.95)] ?? 0, ms }
}

type Recovery = Awaited<ReturnType<typeof recovery>>

/** From the death of a worker that held ten jobs to when another has begun all of them. */
async function recovery(admin: postgres.Sql, serverUrl: string, name: ContenderName) {
  await using database = await freshDatabase(admin, serverUrl, name)
  const { url } = database
  const held = Array.from({ length: 10 }, (_, number) => ({ key: `key ${number}`, number }))
  await CONTENDERS[name].promiseMany(url, held)
  const common = { contender: name, url, keys: 10, tells: 'each' } as const
  const doomed = await startWorker({ ...common, holds: true })
  const begun = countBegun(doomed, held.length)
  doomed.send('begin')
  await begun
  const other = await startWorker({ ...common, holds: false })
  const again = countBegun(other, held.length)
  other.send('begin')
  await delay(1_000)
  const killedAt = performance.now()
  doomed.kill('SIGKILL')
  const isRecovered = await Promise.race([again.then(() => true), delay(LONGEST_RECOVERY_MS, false)])
  const seconds = (performance.now() - killedAt) / 1_000
  other.kill('SIGKILL')
  await once(other, 'exit')
  return { name, isRecovered, seconds }
}

function countBegun(child: ChildProcess, count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const seen = new Set<number>()
  child.on('message', (message: Told | string) => {
    if (typeof message === 'object' && 'begun' in message) seen.add(message.begun)
    if (seen.size === count) resolve()
  })
  return promise
}

async function freshDatabase(admin: postgres.Sql, serverUrl: string, name: ContenderName) {
  const database = `bench_${Math.random().toString(36).slice(2)}`
  await admin.unsafe(`create database ${database}`)
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  await CONTENDERS[name].prepare(url.href)
  const sql = postgres(url.href, { max: 1, onnotice: () => undefined })
  return {
    url: url.href,
    sql,
    async [Symbol.asyncDispose]() {
      await sql.end()
      await admin.unsafe(`drop database ${database} with (force)`)
    },
  }
}

async function startWorker(task: WorkerTask): Promise<ChildProcess> {
  const child = fork(WORKER, [JSON.stringify(task)], {
    env: { PATH: process.env.PATH },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  if (message !== 'ready') throw new Error(`A worker did not start: ${message}`)
  return child
}

async function end(child: ChildProcess): Promise<{ count: number; outOfOrder: number }> {
  const { promise, resolve } = Promise.withResolvers<{ count: number; outOfOrder: number }>()
  child.on('message', (message: Told | string) => {
    if (typeof message === 'object' && 'count' in message) resolve(message)
  })
  const exited = once(child, 'exit')
  child.send('end')
  const told = await promise
  await exited
  return told
}

function describe(
  runs: readonly Run[],
  latencies: readonly Latency[],
  recoveries: readonly Recovery[],
): Result {
  const rows: Result['rows'] = {}
  for (const { label } of SHAPES) {
    const perSecond = (name: ContenderName) =>
      median(runs.filter((run) => run.name === name && run.shape === label).map((run) => run.perSecond))
    const best = (names: readonly ContenderName[]) =>
      (perSecond('ours') / Math.max(...names.map(perSecond))).toFixed(2)
    for (const name of NAMES) {
      const own = runs.filter((run) => run.name === name && run.shape === label)
      rows[`${label}, ${name}`] = {
        'jobs/s': Math.round(perSecond(name)),
        ...(name === 'ours' && {
          'of the best that promises the same (reach 2)': best(LIKE_OURS),
          'of the best': best(NAMES.filter((other) => other !== 'ours')),
        }),
        'out of order': own.reduce((sum, run) => sum + run.outOfOrder, 0),
        'promised/s': Math.round(median(own.map((run) => run.promisedPerSecond))),
      }
    }
  }
  for (const name of NAMES) {
    const own = latencies.filter((run) => run.name === name)
    const died = recoveries.filter((run) => run.name === name)
    rows[`one job, idle, ${name}`] = {
      'p50 ms': median(own.map((run) => run.p50Ms)).toFixed(1),
      'p95 ms': median(own.map((run) => run.p95Ms)).toFixed(1),
    }
    rows[`after kill -9, ${name}`] = {
      's until all are begun again': died.every((run) => run.isRecovered)
        ? median(died.map((run) => run.seconds)).toFixed(1)
        : `not within ${LONGEST_RECOVERY_MS / 1_000}`,
    }
  }
  return { rows, raw: { runs, latencies, recoveries } }
}
