import { LIMITS } from '#bench/portal.ts'
import { connectDatabase } from '#src/db/connect.ts'
import { webhookAccess } from '#src/providers/bitrix24/access.ts'
import { createCallQueue } from '#src/providers/bitrix24/call-queue.ts'
import { createRateBucket } from '#src/providers/bitrix24/rate-limit.ts'
import { createRestClient } from '#src/providers/bitrix24/rest-client.ts'
import type { Job } from './worker.ts'

/** As a gateway has it. */
export async function openQueue({ webhookUrl, databaseUrl, bucket }: Job) {
  const { db } = connectDatabase(databaseUrl, 2)
  await db.execute('select 1')
  return createCallQueue({
    client: createRestClient({ access: webhookAccess(webhookUrl) }),
    bucket: createRateBucket(db, { portal: bucket, rate: LIMITS.rate, burst: LIMITS.burst }),
    clock: () => new Date(),
  })
}
