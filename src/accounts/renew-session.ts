import { and, eq } from 'drizzle-orm'
import { recordChange } from '#src/db/audit.ts'
import { sessions, users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import type { Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { isOpen, revokeSession } from './queries.ts'
import { issueTokens, type SessionTokens, sessionExpiry } from './session.ts'

/** Tabs that renew at the same moment hold the same token; the slower one must not look like a thief. */
const GRACE_MS = 10_000

type Needed = Pick<Ports, 'db' | 'tokens' | 'clock' | 'log'>

export async function renewSession(
  ports: Needed,
  refreshToken: string,
  visit: Visit,
): Promise<SessionTokens> {
  const { db, tokens, clock } = ports
  const presented = tokens.readRefresh(refreshToken)
  if (!presented) throw new DomainError('refresh-token-not-valid')
  const { sessionId, generation } = presented
  const now = clock()

  const [rotated] = await db
    .update(sessions)
    .set({ generation: generation + 1, rotatedAt: now, expiresAt: sessionExpiry(now) })
    .from(users)
    .where(
      and(
        eq(sessions.id, sessionId),
        eq(sessions.generation, generation),
        isOpen(now),
        eq(users.id, sessions.userId),
        eq(users.isActive, true),
      ),
    )
    .returning({ id: sessions.id })
  if (rotated) return issueTokens(ports, sessionId, generation + 1)

  const [session] = await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), isOpen(now)))
  if (!session) throw new DomainError('session-ended')
  const isWithinGrace = now.getTime() - session.rotatedAt.getTime() <= GRACE_MS
  if (session.generation === generation + 1 && isWithinGrace) {
    return issueTokens(ports, sessionId, session.generation)
  }
  if (session.generation > generation) await endStolenSession(ports, session, visit)
  throw new DomainError('session-ended')
}

/** A token that was already exchanged came back: one of its two holders is a thief, so both are signed out. */
async function endStolenSession(
  { db, clock, log }: Needed,
  session: typeof sessions.$inferSelect,
  visit: Visit,
): Promise<void> {
  log.warn({ userId: session.userId, sessionId: session.id }, 'refresh token used twice, session ended')
  await db.transaction(async (tx) => {
    if (!(await revokeSession(tx, session.id, 'token-reused', clock()))) return
    await recordChange(tx, {
      actorId: null,
      action: 'session-ended',
      subject: 'user',
      subjectId: session.userId,
      after: { reason: 'token-reused', session_id: session.id },
      visit,
    })
  })
}
