import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import * as path from 'node:path'
import postgres from 'postgres'
import { benchFolder } from '#bench/bench-folder.ts'
import { median, type Result } from '#bench/result.ts'
import { createUser } from '#src/accounts/sign-up.ts'
import { createCpfVault, withCheckDigits } from '#src/auth/cpf.ts'
import { createTokens } from '#src/auth/tokens.ts'
import { connectDatabase } from '#src/db/connect.ts'
import { startEmbeddedPostgres } from '#src/embedded/postgres.ts'
import { createLog } from '#src/log.ts'
import { localVisit } from '#src/visit.ts'
import { Client } from '#test/client.ts'
import { startProcess } from '#test/process.ts'
import { TEST_SECRETS, testConfig } from '#test/settings.ts'
import { givenTicket } from '#test/tickets.ts'

const WORKERS = path.resolve(import.meta.dirname, '../workers')
const LISTENERS = [1_000, 5_000]
const ROUNDS = 5
/** Messages said at once. */
const LOT = 20
const EVENT = 'sync_state'
const SIDES = ['ours', 'bare'] as const
type Side = { port: number; say(): Promise<void>; bytes?(): Promise<number> }

/** How long until everybody in a room has had what was said there, beside a Socket.IO that does nothing else. */
export async function rooms(): Promise<Result> {
  const rows: Result['rows'] = {}
  const raw: unknown[] = []
  for (const listeners of LISTENERS) {
    await using opened = new AsyncDisposableStack()
    const ours = await startOurs(opened)
    const bare = await startBare(opened, ours.payload)
    const idleBefore = await ours.side.bytes?.()
    const told = {
      ours: await gather(opened, ours.side, ours.token, listeners),
      bare: await gather(opened, bare, '', listeners),
    }
    const idleAfter = await ours.side.bytes?.()
    const sides: Record<(typeof SIDES)[number], Side> = { ours: ours.side, bare }
    const measured: Record<(typeof SIDES)[number], number[]> = { ours: [], bare: [] }
    for (let round = 0; round <= ROUNDS; round++) {
      // In turn first, so that whatever else the machine does hits both alike.
      for (const name of round % 2 === 0 ? SIDES : SIDES.toReversed()) {
        const heard = once(told[name], 'message')
        const startedAt = performance.now()
        await sides[name].say()
        await heard
        // The first one warms up.
        if (round > 0) measured[name].push(performance.now() - startedAt)
      }
    }
    const rate = (ms: number) => (listeners * LOT * 1_000) / ms
    const share = median(measured.ours.map((ms, round) => (measured.bare[round] ?? Number.NaN) / ms))
    rows[`${listeners} sockets`] = {
      'messages/s': Math.round(rate(median(measured.ours))),
      'bare messages/s': Math.round(rate(median(measured.bare))),
      'of bare': share.toFixed(2),
      'KiB per idle socket': Math.round(((idleAfter ?? 0) - (idleBefore ?? 0)) / listeners / 1_024),
    }
    raw.push({ listeners, lot: LOT, measured, idleBefore, idleAfter })
  }
  return { rows, raw }
}

async function startOurs(opened: AsyncDisposableStack) {
  const folder = opened.use(benchFolder())
  const server = await startEmbeddedPostgres({
    dataDir: folder.path,
    password: 'bench',
    log: createLog({ level: 'warn' }),
  })
  opened.defer(() => server.stop())
  const gateway = opened.use(
    await startProcess({
      dataDir: folder.path,
      settings: {
        ...TEST_SECRETS,
        LOG_LEVEL: 'warn',
        ROLE: 'api',
        DATABASE_URL: server.url,
        SOCKETS_PER_USER: '10000',
      },
    }),
  )
  const { auth } = testConfig({})
  const { db, close } = connectDatabase(server.url, 1)
  opened.defer(close)
  const ports = {
    db,
    clock: () => new Date(),
    tokens: createTokens(auth),
    cpfVault: createCpfVault(auth.cpfKeys),
  }
  await createUser(
    ports,
    {
      ...{
        full_name: 'Ana Costa',
        matricula: '2002',
        email: 'ana.costa@example.com',
        department: 'TI',
        filial: 'SP',
      },
      ...{ cpf: withCheckDigits('123456789'), password: 'uma-senha-da-medição' },
    },
    { role: 'agent', mustConfirm: false, actorId: null, visit: localVisit('bench') },
  )
  const ana = new Client(gateway.url)
  const { status, body } = await ana.post('/api/v1/session', {
    matricula: '2002',
    password: 'uma-senha-da-medição',
  })
  if (status !== 201) throw new Error(`not signed in: ${status}`)
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined })
  opened.defer(() => sql.end())
  const ticket = await givenTicket({ sql } as never, { user_id: null })
  const payload = {
    ...{ event: EVENT, seq: 1, at: new Date().toISOString(), id: ticket.id, deal_id: ticket.deal_id },
    ...{ ticket_number: ticket.ticket_number, actor: null, crm_status: 'synced' },
  }
  const side: Side = {
    port: Number(new URL(gateway.url).port),
    async say() {
      await sql.begin(async (tx) => {
        await tx`insert into domain_events (kind, ticket_id, data)
          select 'sync-state', ${ticket.id}, '{"crm_status":"synced"}' from generate_series(1, ${LOT})`
        await tx`select pg_notify('ponte_told', '')`
      })
    },
    async bytes() {
      const { text } = await ana.get('/metrics')
      return Number(/^ponte_process_resident_memory_bytes (\S+)$/m.exec(text)?.[1])
    },
  }
  return { side, payload, token: (body as { token: { access_token: string } }).token.access_token }
}

async function startBare(opened: AsyncDisposableStack, payload: object): Promise<Side> {
  const server = startWorker(opened, 'room-server', [])
  const [port] = (await once(server, 'message')) as [number]
  const payloads = Array.from({ length: LOT }, () => payload)
  return { port, say: async () => void server.send({ event: EVENT, payloads }) }
}

async function gather(
  opened: AsyncDisposableStack,
  { port }: Side,
  token: string,
  count: number,
): Promise<ChildProcess> {
  const listeners = startWorker(opened, 'room-listeners', [
    `http://127.0.0.1:${port}`,
    token,
    String(count),
    String(LOT),
  ])
  const [first] = (await once(listeners, 'message')) as [string]
  if (first !== 'ready') throw new Error(`not all listen: ${first}`)
  return listeners
}

function startWorker(opened: AsyncDisposableStack, name: string, words: readonly string[]): ChildProcess {
  const child = fork(path.join(WORKERS, `${name}.ts`), words, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  opened.defer(() => void child.kill())
  return child
}
