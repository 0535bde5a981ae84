import { and, eq, gt, sql } from 'drizzle-orm'
import { files } from '#src/db/activity-schema.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { helpPictures } from '#src/db/help-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { UserId } from '#src/ids.ts'
import { megabytes } from './hold.ts'

/** Any number that nobody else locks by; "file" on a phone's keys. */
const LOCK = 3_453

const aDayAgo = sql`clock_timestamp() - interval '24 hours'`

/** What one person may still send, within any 24 hours, of what was used and what was not. */
export async function refuseBeyondQuota(
  db: Db | Tx,
  { userId, quotaBytes, sizeBytes }: { userId: UserId; quotaBytes: number; sizeBytes: number },
): Promise<void> {
  const [row] = await db
    .select({ sentBytes: sql<string>`coalesce(sum(${files.sizeBytes}), 0)` })
    .from(files)
    .where(and(eq(files.uploadedBy, userId), gt(files.createdAt, aDayAgo)))
  const [pictures] = await db
    .select({ sentBytes: sql<string>`coalesce(sum(${helpPictures.sizeBytes}), 0)` })
    .from(helpPictures)
    .where(and(eq(helpPictures.uploadedBy, userId), gt(helpPictures.createdAt, aDayAgo)))
  if (Number(row?.sentBytes) + Number(pictures?.sentBytes) + sizeBytes > quotaBytes)
    throw new DomainError('quota-exceeded', { limit: megabytes(quotaBytes) })
}

/** One upload of a person is counted at a time, so that two at once do not both find room for the last. */
export async function lockQuota(tx: Tx, userId: UserId): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK}, ${userId})`)
}
