import { and, eq } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import { sessions } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import type { SessionId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { isOpen, revokeSession, revokeSessions } from './queries.ts'

type Carried = { accessToken: string | null; refreshToken: string | null }

/** Signing out always works: whatever of the two tokens is ours, even if it ran out, names the session. */
export async function endSession(
  { db, tokens, clock }: Pick<Ports, 'db' | 'tokens' | 'clock'>,
  carried: Carried,
): Promise<SessionId[]> {
  const named = [
    carried.accessToken ? await tokens.readExpiredAccess(carried.accessToken) : null,
    carried.refreshToken ? (tokens.readRefresh(carried.refreshToken)?.sessionId ?? null) : null,
  ]
  const sessionIds = [...new Set(named)].filter((id) => id !== null)
  for (const id of sessionIds) await revokeSession(db, id, 'signed-out', clock())
  return sessionIds
}

/** From the list of devices in the profile: one of one's own, or all but this. */
export async function endOwnSession(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  caller: Caller,
  sessionId: SessionId,
) {
  const [own] = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, caller.userId), isOpen(clock())))
  if (!own) throw new DomainError('session-not-found')
  await revokeSession(db, own.id, 'signed-out', clock())
}

export async function endOtherSessions({ db, clock }: Pick<Ports, 'db' | 'clock'>, caller: Caller) {
  await revokeSessions(db, caller.userId, 'signed-out', clock(), caller.sessionId)
}
