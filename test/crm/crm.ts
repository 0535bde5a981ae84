import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { inject } from 'vitest'
import { connectDatabase } from '#src/db/connect.ts'
import { createCallQueue } from '#src/providers/bitrix24/call-queue.ts'
import { createRateBucket } from '#src/providers/bitrix24/rate-limit.ts'
import { createRestClient } from '#src/providers/bitrix24/rest-client.ts'
import { withDatabase } from '#test/postgres.ts'
import { openPortal } from '#test/sandbox/portal.ts'

type Options = {
  rate?: number
  burst?: number
  longestRequestMs?: number
  retries?: number
  /** Where mails of the portal go; without it they go nowhere, and that is an error. */
  smtpUrl?: string
}

/** A portal, a database, and as many gateways as a test asks for, each with a call queue of its own. */
export async function openCrm({
  rate = 2,
  burst = 50,
  longestRequestMs = 5_000,
  retries = 4,
  smtpUrl,
}: Options = {}) {
  const name = `crm_${randomBytes(6).toString('hex')}`
  const templateUrl = inject('templateUrl')
  const admin = postgres(withDatabase(templateUrl, 'postgres'), { max: 1, onnotice: () => undefined })
  await admin.unsafe(`create database ${name} template ponte_template`)
  const databaseUrl = withDatabase(templateUrl, name)
  const portal = await openPortal(smtpUrl === undefined ? {} : { smtpUrl })
  const open = new AsyncDisposableStack()

  function gateway() {
    const database = connectDatabase(databaseUrl, 2)
    const queue = createCallQueue({
      client: createRestClient({ webhookUrl: `${portal.url}/rest/1/sandbox/`, longestRequestMs }),
      bucket: createRateBucket(database.db, { portal: 'portal', rate, burst }),
      clock: () => new Date(),
      retries,
    })
    open.defer(async () => {
      queue.close()
      await database.close()
    })
    return { queue, database }
  }
  return {
    portal,
    gateway,
    databaseUrl,
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

export type Logged = { at: number; method: string; batch: number; status: number; outcome: string }
