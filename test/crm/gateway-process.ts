import { connectDatabase } from '#src/db/connect.ts'
import { webhookAccess } from '#src/providers/bitrix24/access.ts'
import { createCallQueue } from '#src/providers/bitrix24/call-queue.ts'
import { createRateBucket } from '#src/providers/bitrix24/rate-limit.ts'
import { createRestClient } from '#src/providers/bitrix24/rest-client.ts'

/** A gateway's way to the CRM in a process of its own, with endless work: started by tests that may also kill it. */

export type Job = { databaseUrl: string; webhookUrl: string; clockIsOffMs: number }

const AT_ONCE = 200
const { databaseUrl, webhookUrl, clockIsOffMs } = JSON.parse(process.argv[2] ?? '') as Job
const queue = createCallQueue({
  client: createRestClient({ access: webhookAccess(webhookUrl) }),
  bucket: createRateBucket(connectDatabase(databaseUrl, 2).db, {
    portal: new URL(webhookUrl).host,
    rate: 2,
    burst: 50,
  }),
  clock: () => new Date(Date.now() + clockIsOffMs),
})

async function addForEver(): Promise<never> {
  const params = { entityTypeId: 2, fields: { title: 'Chamado', categoryId: 19 } }
  for (;;) await queue.call('crm.item.add', params, { priority: 'people', isWrite: true })
}
for (let index = 0; index < AT_ONCE; index++) void addForEver()
