import { and, desc, eq, gt, isNull, or } from 'drizzle-orm'
import { lockUser } from '#src/accounts/queries.ts'
import type { Caller } from '#src/auth/access.ts'
import { recordChange } from '#src/db/audit.ts'
import { privacyExports } from '#src/db/privacy-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { UserId } from '#src/ids.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import type { ExportRow } from './export.ts'

const HOUR_MS = 3_600_000

/**
 * Promises a file with everything about a person, to whoever asks: themselves, or an admin who says why. Asked for again while one is
 * being written, or was within the hour, it is that one.
 */
export async function requestExport(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  caller: Caller,
  { userId, reason }: { userId: UserId; reason: string | null },
  visit: Visit,
): Promise<ExportRow> {
  return db.transaction(async (tx) => {
    const user = await lockUser(tx, userId)
    if (!user) throw new DomainError('user-not-found', { id: userId })
    if (user.erasedAt !== null) throw new DomainError('user-erased')
    const isTheSame = and(eq(privacyExports.userId, userId), eq(privacyExports.askedById, caller.userId))
    const isRecent = gt(privacyExports.requestedAt, new Date(clock().getTime() - HOUR_MS))
    const [earlier] = await tx
      .select()
      .from(privacyExports)
      .where(and(isTheSame, or(isNull(privacyExports.readyAt), isRecent)))
      .orderBy(desc(privacyExports.id))
      .limit(1)
    if (earlier) return earlier
    const [row] = await tx
      .insert(privacyExports)
      .values({ userId, askedById: caller.userId, reason, requestedAt: clock() })
      .returning()
    if (!row) throw new Error('an insert returned nothing')
    await recordChange(tx, {
      ...{ actorId: caller.userId, action: 'export-asked', subject: 'user', subjectId: userId, visit },
      after: { export_id: row.id },
    })
    await promise(tx, 'write-export', { exportId: row.id }, { lane: 'reconcile' })
    return row
  })
}
