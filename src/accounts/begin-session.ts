import { randomUUID } from 'node:crypto'
import type { Tx } from '#src/db/connect.ts'
import { sessions } from '#src/db/schema.ts'
import type { SessionId, UserId } from '#src/ids.ts'
import type { Visit } from '#src/visit.ts'
import { sessionExpiry } from './session.ts'

/** Of somebody who has shown who they are. The person must be locked. */
export async function beginSession(
  tx: Tx,
  userId: UserId,
  { now, visit }: { now: Date; visit: Visit },
): Promise<SessionId> {
  const id = randomUUID() as SessionId
  await tx.insert(sessions).values({
    ...{ id, userId, createdAt: now, rotatedAt: now, expiresAt: sessionExpiry(now) },
    ...{ address: visit.address, userAgent: visit.userAgent },
  })
  return id
}
