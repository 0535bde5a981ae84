import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import pino from 'pino'
import postgres from 'postgres'
import { expect, inject } from 'vitest'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import type { Mail } from '#sandbox/smtp/mailbox.ts'
import { createGateway, type Gateway } from '#src/app.ts'
import { DEMO_PASSWORD } from '#src/embedded/demo-people.ts'
import type { Limits } from '#src/http/server.ts'
import { createLog } from '#src/log.ts'
import { Client } from './client.ts'
import { memoryFolder } from './memory-folder.ts'
import { noticed } from './noticed.ts'
import { withDatabase } from './postgres.ts'
import { freePorts } from './process.ts'
import { testConfig } from './settings.ts'
import { settle } from './settle.ts'

/** A whole Ponte of its own: database, gateway, sandbox, a clock that can be moved, people with names. */
export type World = AsyncDisposable & {
  url: string
  /** The one that listens now. */
  readonly gateway: Gateway
  sandbox: Sandbox
  /** Plays tricks on the CRM, and looks into it: see /control in docs/bitrix24.md. */
  control(method: string, name: string, body?: unknown): Promise<unknown>
  /** For looking at what was stored. */
  sql: postgres.Sql
  databaseUrl: string
  /** `stop`: from now on time passes by `forward` alone. */
  clock: { now(): Date; forward(ms: number): void; stop(): void }
  /** Somebody who has not signed in. */
  visitor(): Client
  /** One of the demo people, signed in: Maria 1001, Pedro 1002, João 2001, Ana 2002, Rita (admin) 9001. */
  signIn(matricula: string, password?: string): Promise<Client>
  /** The newest letter to this address, waited for if it is still on its way. */
  letterTo(address: string, subject?: RegExp): Promise<Mail>
  /** The gateway stops, nobody answers for as long as `meanwhile` takes, and another listens at the same address. */
  restart(meanwhile?: () => Promise<void>): Promise<void>
  /** Resolves once no promised work is due or running, and everybody was told. `hurry`: what was put off is due now, until it is done or dead. */
  settle(options?: { hurry?: boolean }): Promise<void>
  /** What the gateway has logged so far. */
  log(): string
}

/** Every log of the run lands here; test/run.ts looks through it for secrets. */
const LOG_FOLDER = process.env.PONTE_TEST_LOGS ?? fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-logs-'))

/** A busy machine is no request that hangs. */
const LONGEST_REQUEST_MS = 100_000

export async function createWorld(
  settings: Record<string, string> = {},
  limits: Limits = {},
): Promise<World> {
  const name = `world_${randomBytes(6).toString('hex')}`
  const folder = fs.mkdtempSync(path.join(memoryFolder(), 'ponte-world-'))
  const templateUrl = inject('templateUrl')
  const admin = postgres(withDatabase(templateUrl, 'postgres'), { max: 1, onnotice: () => undefined })
  // It has to know its address before it listens, because letters carry it.
  const port = await freePorts(1)
  const url = `http://localhost:${port}`
  const config = testConfig({ PORT: String(port), LOG_LEVEL: 'trace', DATA_DIR: folder, ...settings })
  const logFile = path.join(LOG_FOLDER, `${name}.log`)
  const destination = pino.destination({ dest: logFile, sync: true, mkdir: true })
  const log = createLog({ level: config.log.level, destination })
  let shiftMs = 0
  let stoppedAt: number | null = null
  const now = () => new Date((stoppedAt ?? Date.now()) + shiftMs)

  const [sandbox] = await Promise.all([
    startSandbox({ port: 0, dataDir: folder }),
    admin.unsafe(`create database ${name} template ponte_template`),
  ])
  const databaseUrl = withDatabase(templateUrl, name)
  const smtpUrl = config.mail.kind === 'smtp' ? config.mail.url : sandbox.smtpUrl
  const startGateway = async () => {
    const started = await createGateway(
      config,
      { databaseUrl, smtpUrl, sandboxUrl: sandbox.url, s3Url: sandbox.s3Url },
      { log, clock: now, longestRequestMs: LONGEST_REQUEST_MS, ...limits },
    )
    await started.listen(port, '127.0.0.1')
    return started
  }
  let gateway = await startGateway()
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined })

  return {
    url,
    get gateway() {
      return gateway
    },
    sandbox,
    sql,
    databaseUrl,
    clock: {
      now,
      forward: (ms) => {
        shiftMs += ms
      },
      stop: () => {
        stoppedAt = Date.now()
      },
    },
    visitor: () => new Client(url),
    async control(method, name, body) {
      const response = await fetch(`${sandbox.url}/control/${name}`, {
        method,
        headers: { 'Content-Type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      expect(response.status, `${method} ${name}`).toBe(200)
      return response.json()
    },
    async signIn(matricula, password = DEMO_PASSWORD) {
      const client = new Client(url)
      const answer = await client.post('/api/v1/session', { matricula, password })
      expect(answer.status, `${matricula} signs in`).toBe(201)
      return client
    },
    letterTo: (address, subject) => letterTo(sandbox, address, subject),
    async restart(meanwhile = async () => undefined) {
      await gateway.close()
      try {
        await meanwhile()
      } finally {
        gateway = await startGateway()
      }
    },
    async settle({ hurry = false } = {}) {
      await settle(sql, hurry)
      if (config.role === 'api') return
      await noticed({ sql })
      await settle(sql, hurry)
    },
    log: () => fs.readFileSync(logFile, 'utf8'),
    async [Symbol.asyncDispose]() {
      await gateway.close()
      const running = await sql`select id, name, worker from jobs where state = 'running'`
      await Promise.all([sandbox.stop(), sql.end()])
      const open = await admin`
        select application_name from pg_stat_activity where datname = ${name} and backend_type = 'client backend'`
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
      destination.end()
      fs.rmSync(folder, { recursive: true })
      expect(open, 'connections left open').toEqual([])
      expect(running, 'jobs left running').toEqual([])
    },
  }
}

/** What stands behind the # of the link in a letter. */
export const tokenOf = (mail: Mail | null) => /#([\w-]+)/.exec(mail?.text ?? '')?.[1]

async function letterTo(sandbox: Sandbox, address: string, subject?: RegExp): Promise<Mail> {
  for (;;) {
    const arrival = once(sandbox.mailbox.events, 'arrived')
    const found = sandbox.mailbox
      .list()
      .find((mail) => mail.to.includes(address) && (!subject || subject.test(mail.subject)))
    const mail = found && (await sandbox.mailbox.read(found.id))
    if (mail) return mail
    await arrival
  }
}
