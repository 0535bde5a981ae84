import { fork } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { type Load, putLoad } from '#bench/load.ts'
import { median, type Result } from '#bench/result.ts'

const MAIN = path.resolve(import.meta.dirname, '../../sandbox/main.ts')
const PORT = 21_600
const CONTROL = `http://127.0.0.1:${PORT}/control`
const ROUNDS = 5
const CONNECTIONS = 16
const DURATION_MS = 2_000
const MANY = 1_000_000
const FIRST_ID = 7_401

/** Whether the portal on localhost is fast enough never to be the bottleneck, and how it is with a million deals. */
export async function sandbox(): Promise<Result> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-bench-'))
  const child = fork(MAIN, { env: { SANDBOX_PORT: String(PORT), DATA_DIR: dataDir }, execArgv: [] })
  try {
    await once(child, 'message')
    await control('PUT', 'limits', { enabled: false })
    const calls = await measureCalls()
    const seeding = await timed(() => control('POST', 'seed', { deals: 100_000 }))
    await timed(() => control('POST', 'seed', { deals: MANY - 100_000, seed: 2 }))
    const lists = await measureLists()
    const residentMiB = residentOf(child.pid ?? 0)
    const diskMiB = sizeOf(path.join(dataDir, 'sandbox/bitrix24'))
    return describe({ calls, seeding, lists, residentMiB, diskMiB })
  } finally {
    child.kill('SIGTERM')
    await once(child, 'exit')
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
}

type Calls = { get: Load; add: Load; batch: Load }
type Lists = Record<'first' | 'middle' | 'last', Load>

async function measureCalls(): Promise<Calls[]> {
  const rounds: Calls[] = []
  const get = call('crm.item.get', { entityTypeId: 2, id: FIRST_ID })
  const add = call('crm.item.add', { entityTypeId: 2, fields: { title: 'Chamado', categoryId: 19 } })
  const cmd = Array.from(
    { length: 50 },
    (_, index) => `crm.item.get?entityTypeId=2&id=${FIRST_ID + (index % 40)}`,
  )
  await load(get)
  for (let round = 0; round < ROUNDS; round++)
    rounds.push({ get: await load(get), add: await load(add), batch: await load(call('batch', { cmd })) })
  return rounds
}

/** Fifty rows behind an id, at three places of the whole. */
async function measureLists(): Promise<Lists[]> {
  const page = (after: number) =>
    load(
      call('crm.item.list', {
        entityTypeId: 2,
        select: ['id', 'title', 'stageId', 'updatedTime'],
        filter: { '>id': after, categoryId: 19 },
        order: { id: 'ASC' },
        start: -1,
      }),
    )
  const rounds: Lists[] = []
  for (let round = 0; round < ROUNDS; round++)
    rounds.push({
      first: await page(0),
      middle: await page(FIRST_ID + MANY / 2),
      last: await page(FIRST_ID + MANY - 1_000),
    })
  return rounds
}

const load = (request: string) =>
  putLoad({ port: PORT, request, connections: CONNECTIONS, durationMs: DURATION_MS })

function call(method: string, params: object): string {
  const body = JSON.stringify(params)
  return [
    `POST /rest/1/sandbox/${method} HTTP/1.1`,
    `Host: localhost:${PORT}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}

async function control(method: string, name: string, body: object): Promise<unknown> {
  const response = await fetch(`${CONTROL}/${name}`, { method, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${method} ${name}: ${await response.text()}`)
  return response.json()
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1_000
}

function residentOf(pid: number): number {
  const [, kibibytes = '0'] = /VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Math.round(Number(kibibytes) / 1024)
}

function sizeOf(folder: string): number {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  const bytes = files.reduce(
    (sum, { parentPath, name }) => sum + fs.statSync(path.join(parentPath, name)).size,
    0,
  )
  return Math.round(bytes / 2 ** 20)
}

type Measured = { calls: Calls[]; seeding: number; lists: Lists[]; residentMiB: number; diskMiB: number }

function describe(measured: Measured): Result {
  const { calls, seeding, lists, residentMiB, diskMiB } = measured
  const rate = (loads: Load[]) => Math.round(median(loads.map(({ requestsPerSecond }) => requestsPerSecond)))
  const p50 = (loads: Load[]) => median(loads.map(({ p50Ms }) => p50Ms))
  const failures = [...calls.flatMap(Object.values), ...lists.flatMap(Object.values)].reduce(
    (sum, one) => sum + (one as Load).failures,
    0,
  )
  const first = p50(lists.map((one) => one.first))
  return {
    rows: {
      'crm.item.get': { 'calls/s': rate(calls.map((one) => one.get)) },
      'crm.item.add': { 'calls/s': rate(calls.map((one) => one.add)) },
      'batch of 50 crm.item.get': { 'commands/s': 50 * rate(calls.map((one) => one.batch)) },
      'seed of 100,000 deals': { s: Number(seeding.toFixed(1)) },
      'page of 1,000,000 deals, first': {
        'pages/s': rate(lists.map((one) => one.first)),
        'of the first': '1.00',
      },
      'page of 1,000,000 deals, middle': {
        'pages/s': rate(lists.map((one) => one.middle)),
        'of the first': (p50(lists.map((one) => one.middle)) / first).toFixed(2),
      },
      'page of 1,000,000 deals, last': {
        'pages/s': rate(lists.map((one) => one.last)),
        'of the first': (p50(lists.map((one) => one.last)) / first).toFixed(2),
      },
      'with 1,000,000 deals': { 'MiB resident': residentMiB, 'MiB on disk': diskMiB },
      'answers that were no 200': { failures },
    },
    raw: measured,
  }
}
