import { randomBytes } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import * as fs from 'node:fs'
import * as path from 'node:path'
import postgres from 'postgres'
import { expect, inject } from 'vitest'
import { S3_ACCOUNT } from '#sandbox/s3/s3.ts'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { createUser } from '#src/accounts/sign-up.ts'
import { createCpfVault, withCheckDigits } from '#src/auth/cpf.ts'
import { hashPassword } from '#src/auth/passwords.ts'
import { createTokens } from '#src/auth/tokens.ts'
import { connectDatabase, type Db } from '#src/db/connect.ts'
import { localVisit } from '#src/visit.ts'
import { Client } from '#test/client.ts'
import { memoryFolder } from '#test/memory-folder.ts'
import { withDatabase } from '#test/postgres.ts'
import { freePorts, type Running, spawnProcess } from '#test/process.ts'
import { TEST_SECRETS, testConfig } from '#test/settings.ts'
import { createFuse, type Fuse } from './fuse.ts'
import { startHttpProxy } from './http-proxy.ts'
import { outliveTheDead, settleAll } from './pass-time.ts'
import { type PostgresProxy, startPostgresProxy } from './postgres-proxy.ts'
import { startSmtpProxy } from './smtp-proxy.ts'

/**
 * A gateway in a process of its own that is killed again and again, and started again whenever it is. Whatever it says to
 * Postgres, the CRM, the file store and the mail server goes through proxies, so that the moment of its death is known to the step.
 */
export type FrailGateway = AsyncDisposable & {
  url: string
  sandbox: Sandbox
  /** The CRM, by the name that it has here. */
  crmUrl: string
  sql: postgres.Sql
  /** Past the proxies too. */
  db: Db
  fuse: Fuse
  /** Takes Postgres away from the gateway alone: the test goes past it. */
  postgres: Pick<PostgresProxy, 'stop' | 'start'>
  /** How often it died so far. */
  deaths(): number
  /** Now, wherever it is, and back again. */
  kill(): Promise<void>
  /** Resolves when it answers. */
  whenUp(): Promise<void>
  /** One of the demo people, who have another password here. */
  signIn(matricula: string): Promise<Client>
  /** Somebody who works for longer than a session lives without a word. */
  signInAgain(client: Client): Promise<void>
  /** Somebody new, of whom nobody has heard before. */
  hire(fullName: string): Promise<Client>
  /** Plays tricks on the CRM: see docs/bitrix24.md. */
  control(method: string, name: string, body: unknown): Promise<void>
  /** When nothing that reached the CRM or the store is still being worked on there. */
  isQuietOutside(): Promise<void>
  /** Until all that was promised is done or dead, and known to be so; waiting is cut short. */
  settle(): Promise<void>
  log(): string
}

/** Nobody's demo: with a database of its own the gateway refuses people whose password all know. */
const PASSWORD = 'uma-senha-de-verdade'
export const EVENT_TOKEN = 'event-token-of-the-tests'

type Rules = {
  /** False: what the dead had sent is still being worked on when somebody takes over, as late as that really is. */
  timePasses?: boolean
}

export async function startFrailGateway(
  settings: Record<string, string> = {},
  { timePasses = true }: Rules = {},
): Promise<FrailGateway> {
  await using started = new AsyncDisposableStack()
  const folder = fs.mkdtempSync(path.join(memoryFolder(), 'ponte-frail-'))
  started.defer(() => fs.rmSync(folder, { recursive: true, force: true }))
  const name = `world_${randomBytes(6).toString('hex')}`
  const templateUrl = inject('templateUrl')
  const admin = postgres(withDatabase(templateUrl, 'postgres'), { max: 1, onnotice: () => undefined })
  started.defer(() => admin.end())
  await admin.unsafe(`create database ${name} template ponte_template`)
  started.defer(async () => void (await admin.unsafe(`drop database ${name} with (force)`)))
  const databaseUrl = withDatabase(templateUrl, name)
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => undefined })
  started.defer(() => sql.end())
  await sql`update users set hashed_password = ${await hashPassword(PASSWORD)}`

  const { auth } = testConfig({})
  const { db, close } = connectDatabase(databaseUrl, 1)
  started.defer(close)
  const ports = {
    db,
    clock: () => new Date(),
    tokens: createTokens(auth),
    cpfVault: createCpfVault(auth.cpfKeys),
  }
  let lastMatricula = 7_000

  const sandbox = await startSandbox({ port: 0, dataDir: folder })
  started.defer(() => sandbox.stop())
  const fuse = createFuse(killNow)
  const crm = started.use(await startHttpProxy({ to: sandbox.url, fuse, nameOf: crmCall }))
  const s3 = started.use(
    await startHttpProxy({ to: sandbox.s3Url, fuse, nameOf: ({ method }) => `file store ${method}` }),
  )
  const smtp = started.use(await startSmtpProxy({ to: sandbox.smtpUrl, fuse }))
  async function control(method: string, name: string, body: unknown): Promise<void> {
    const response = await fetch(`${sandbox.url}/control/${name}`, { method, body: JSON.stringify(body) })
    expect(response.status, `${method} ${name}`).toBe(200)
  }
  // Or it would name its own address where files are to be sent to.
  await control('POST', 'rename', { address: crm.url })
  const database = started.use(await startPostgresProxy({ to: databaseUrl, fuse }))
  const port = String(await freePorts(1))
  const environment = {
    ...TEST_SECRETS,
    PORT: port,
    LOG_LEVEL: 'debug',
    DATABASE_URL: database.url,
    CRM_URL: `${crm.url}/rest/1/sandbox/`,
    CRM_EVENT_TOKEN: EVENT_TOKEN,
    S3_ENDPOINT: s3.url,
    S3_ACCESS_KEY: S3_ACCOUNT.accessKey,
    S3_SECRET_KEY: S3_ACCOUNT.secretKey,
    SMTP_URL: smtp.url,
    MAIL_FROM: 'Central <central@example.com>',
    ...settings,
  }
  const url = `http://localhost:${port}`
  const changes = new EventEmitter().setMaxListeners(0)
  let running: Running | null = null
  let [deaths, isUp, isOver, log] = [0, false, false, '']

  async function killNow(): Promise<void> {
    const child = running?.child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    isUp = false
    deaths += 1
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  /** Started again as often as it dies, also while it starts. */
  async function supervise(): Promise<void> {
    while (!isOver) {
      await using one = await spawnProcess({ dataDir: folder, settings: environment })
      running = one
      const gone = once(one.child, 'exit').then(() => 'gone' as const)
      const outcome = await Promise.race([gone, one.printed(/^ready /m).then(() => 'up' as const)])
      if (outcome === 'up') {
        isUp = true
        changes.emit('up')
        await gone
      }
      isUp = false
      log += one.stderr()
      if (timePasses) {
        await crm.idle()
        await s3.idle()
        await smtp.idle()
        await outliveTheDead(sql)
      }
      if (one.child.signalCode !== 'SIGKILL' && !isOver) throw new Error(`ended by itself: ${one.stderr()}`)
    }
  }

  const supervised = supervise()
  started.defer(async () => {
    isOver = true
    await running?.stop()
    await supervised
  })
  // A gateway that ends by itself is told by whoever waits for it.
  supervised.catch((error: unknown) => changes.emit('error', error))
  const whenUp = async () => {
    if (!isUp) await once(changes, 'up')
  }
  await whenUp()

  const matriculas = new Map<Client, string>()
  async function signIn(matricula: string): Promise<Client> {
    const client = new Client(url)
    const answer = await client.post('/api/v1/session', { matricula, password: PASSWORD })
    expect(answer.status, `${matricula} signs in`).toBe(201)
    matriculas.set(client, matricula)
    return client
  }

  const parts = started.move()
  return {
    url,
    sandbox,
    crmUrl: crm.url,
    sql,
    db,
    fuse,
    postgres: database,
    deaths: () => deaths,
    kill: killNow,
    whenUp,
    signIn,
    async signInAgain(client) {
      await client.post('/api/v1/session', { matricula: matriculas.get(client), password: PASSWORD })
    },
    async hire(fullName) {
      const matricula = String(++lastMatricula)
      const email = `${fullName.toLowerCase().replace(/\W+/g, '.')}.${matricula}@example.com`
      const person = { full_name: fullName, matricula, email, department: 'Compras', filial: 'Manaus' }
      const cpf = withCheckDigits(matricula.padStart(9, '0'))
      const rights = {
        role: 'requester',
        mustConfirm: false,
        actorId: null,
        visit: localVisit('hire'),
      } as const
      await createUser(ports, { ...person, cpf, password: PASSWORD }, rights)
      // All of them come from one address.
      await sql`delete from attempts`
      return signIn(matricula)
    },
    control,
    async settle() {
      await settleAll(sql)
      // We see a commit before whoever made it is told: the next death would come of this one's.
      await database.idle()
    },
    async isQuietOutside() {
      await crm.idle()
      await s3.idle()
      await smtp.idle()
    },
    log: () => log + (running?.stderr() ?? ''),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

/** Of a batch the calls in it, so that the same work has the same name however it travels. */
function crmCall({ path: address, body }: { path: string; body: string }): string {
  const method = /\/rest\/(?:\d+\/\w+\/)?([\w.]+?)(?:\.json)?(?:\?|$)/.exec(address)?.[1] ?? 'file'
  if (method !== 'batch') return `crm ${method}`
  const calls = [...body.matchAll(/"c\d+":"([\w.]+)/g)].map(([, name = '']) => name)
  return `crm batch of ${[...new Set(calls)].sort().join('+')}`
}
