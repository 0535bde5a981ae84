import { fork } from 'node:child_process'
import { once } from 'node:events'
import * as path from 'node:path'
import { benchFolder } from '#bench/bench-folder.ts'
import { median, type Result } from '#bench/result.ts'
import { DEMO_PASSWORD } from '#src/embedded/demo-people.ts'
import type { Payloads } from '#src/realtime/events.ts'
import { Client } from '#test/client.ts'
import { crmPerson } from '#test/crm-person.ts'
import { startProcess } from '#test/process.ts'
import { listen } from '#test/room-client.ts'

const BARE = path.resolve(import.meta.dirname, '../bare-server.ts')
const ROUNDS = 5
const CHANGES = 100
const WARM_UP = 50
/** One after the other, so that a deal rests for as long as a lone change needs not to be taken for a burst. */
const DEALS = 60
const REST_MS = 20
/** Tokens are free: what is measured is us, and not the wait for a place in the CRM's limit. */
const FREE = { LOG_LEVEL: 'warn', CRM_RATE: '100', CRM_BURST: '1000' }

type Round = { fetchMs: number[]; roomMs: number[] }

/** A change in the CRM until it is heard in a room; beside one bare fetch over loopback. */
export async function latency(): Promise<Result> {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(benchFolder())
  const gateway = opened.use(await startProcess({ dataDir: folder.path, settings: FREE }))
  const free = await fetch(`${gateway.sandboxUrl}/control/limits`, {
    method: 'PUT',
    body: JSON.stringify({ enabled: false }),
  })
  if (!free.ok) throw new Error(await free.text())
  const bare = fork(BARE)
  opened.defer(() => void bare.kill())
  const [port] = (await once(bare, 'message')) as [number]

  const joao = new Client(gateway.url)
  await joao.post('/api/v1/session', { matricula: '2001', password: DEMO_PASSWORD })
  const board = opened.use(await listen(joao))
  await board.joinDashboard()
  const waiting = new Map<string, () => void>()
  const isHeard = (title: unknown) => waiting.get(String(title))?.()
  board.socket.on('ticket_updated', ({ changes }: Payloads['ticket_updated']) => isHeard(changes.title))
  board.socket.on('new_ticket', ({ title }: Payloads['new_ticket']) => isHeard(title))
  const heard = (title: string) => new Promise<void>((resolve) => waiting.set(title, resolve))

  const crm = crmPerson({ sandbox: { url: gateway.sandboxUrl } })
  const dealIds: number[] = []
  while (dealIds.length < DEALS) {
    const title = `Medição ${dealIds.length}`
    const there = heard(title)
    dealIds.push(await crm.opens({ title }))
    await there
  }
  let changes = 0
  async function change(round: Round): Promise<void> {
    const dealId = dealIds[changes % DEALS] ?? 0
    const title = `Mudança ${++changes}`
    const fetchedAt = performance.now()
    await fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.text())
    round.fetchMs.push(performance.now() - fetchedAt)
    const there = heard(title)
    const startedAt = performance.now()
    const changed = crm.changes(dealId, { title })
    await there
    round.roomMs.push(performance.now() - startedAt)
    await changed
    await new Promise((resolve) => setTimeout(resolve, REST_MS))
  }
  const rounds: Round[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const one: Round = { fetchMs: [], roomMs: [] }
    for (let done = 0; done < (round === 0 ? WARM_UP : CHANGES); done++) await change(one)
    // The first one warms up.
    if (round > 0) rounds.push(one)
  }
  const row = (pick: (round: Round) => number[]) => ({
    'ms p50': median(rounds.map((round) => at(pick(round), 0.5))).toFixed(2),
    'ms p99': median(rounds.map((round) => at(pick(round), 0.99))).toFixed(2),
  })
  return {
    rows: {
      'one bare fetch over loopback': row(({ fetchMs }) => fetchMs),
      'change in the CRM -> message in a room': row(({ roomMs }) => roomMs),
      'added to one bare fetch': row(({ roomMs, fetchMs }) =>
        roomMs.map((ms, index) => ms - (fetchMs[index] ?? 0)),
      ),
    },
    raw: { rounds, deals: DEALS, changes: CHANGES, restMs: REST_MS, rate: 'free' },
  }
}

const at = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN
