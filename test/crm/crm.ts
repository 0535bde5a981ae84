import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { inject } from 'vitest'
import { createSeal } from '#src/auth/seal.ts'
import { connectDatabase } from '#src/db/connect.ts'
import { createLog } from '#src/log.ts'
import { createCallQueue } from '#src/providers/bitrix24/call-queue.ts'
import { createRestClient } from '#src/providers/bitrix24/rest-client.ts'
import { byApplication, byWebhook } from '#src/providers/bitrix24/ways-in.ts'
import { withDatabase } from '#test/postgres.ts'
import { openListener, openPortal, type Portal } from '#test/sandbox/portal.ts'

type Options = {
  rate?: number
  burst?: number
  longestRequestMs?: number
  retries?: number
  /** Where mails of the portal go; without it they go nowhere, and that is an error. */
  smtpUrl?: string
  /** By OAuth, and not by a webhook; it still has to be installed. */
  byApplication?: boolean
}

/** A portal, a database, and as many gateways as a test asks for, each with a call queue of its own. */
export async function openCrm(options: Options = {}) {
  const { rate = 2, burst = 50, longestRequestMs = 5_000, retries = 4 } = options
  const name = `crm_${randomBytes(6).toString('hex')}`
  const templateUrl = inject('templateUrl')
  const admin = postgres(withDatabase(templateUrl, 'postgres'), { max: 1, onnotice: () => undefined })
  await admin.unsafe(`create database ${name} template ponte_template`)
  const databaseUrl = withDatabase(templateUrl, name)
  const portal = await openPortal(options.smtpUrl === undefined ? {} : { smtpUrl: options.smtpUrl })
  const application = options.byApplication ? await addApplication(portal) : null
  const open = new AsyncDisposableStack()
  const logged: string[] = []
  const log = createLog({ level: 'trace', destination: { write: (line) => logged.push(line) } })
  const clock = () => new Date()

  function gateway({ servers = [portal.url] }: { servers?: string[] } = {}) {
    const database = connectDatabase(databaseUrl, 2)
    const common = { db: database.db, log, rate, burst, eventTokens: ['token'], checksEvents: true }
    const wayIn = application
      ? byApplication({ ...application, servers, seal: SEAL, clock, log, installUrl: 'ponte' }, common)
      : byWebhook(`${portal.url}/rest/1/sandbox/`, common)
    const { access, bucket } = wayIn
    const queue = createCallQueue({
      client: createRestClient({ access, longestRequestMs }),
      bucket,
      clock,
      retries,
    })
    open.defer(async () => {
      queue.close()
      await database.close()
    })
    return { queue, database, wayIn }
  }
  return {
    portal,
    application,
    gateway,
    databaseUrl,
    /** Everything, as one text. */
    logged: () => logged.join(''),
    /** Every request that reached the portal since the last look. */
    async requests() {
      return (await portal.control('GET', 'requests')) as unknown as Logged[]
    },
    async [Symbol.asyncDispose]() {
      await open.disposeAsync()
      await portal[Symbol.asyncDispose]()
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

export const SEAL = createSeal([{ version: 1, key: 'key-of-the-tests'.repeat(3) }], 'crm tokens')

export type Logged = { at: number; method: string; batch: number; status: number; outcome: string }
export type Application = {
  clientId: string
  clientSecret: string
  applicationToken: string
  tokens: { access_token: string; refresh_token: string; member_id: string }
  /** What the portal posted to the installation path. */
  installation: string
}

/** As an administrator adds it; what the portal posts then is kept for the test to hand over. */
export async function addApplication(portal: Portal, more: object = {}): Promise<Application> {
  await using listener = await openListener()
  const answer = await portal.control('POST', 'applications', { installUrl: listener.url, ...more })
  const [heard] = await listener.until(1)
  // The shape is the one of sandbox/bitrix24/control/applications.ts.
  return { ...(answer as unknown as Application), installation: String(heard?.form) }
}
