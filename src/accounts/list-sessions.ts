import { and, desc, eq } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import { sessions } from '#src/db/schema.ts'
import type { Ports } from '#src/ports.ts'
import { isOpen } from './queries.ts'
import type { SessionInfo } from './session.ts'

const MOST = 100

/** Where one is signed in, the latest used first. */
export async function listSessions(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  caller: Caller,
): Promise<SessionInfo[]> {
  const rows = await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, caller.userId), isOpen(clock())))
    .orderBy(desc(sessions.rotatedAt))
    .limit(MOST)
  return rows.map((row) => ({
    id: row.id,
    is_current: row.id === caller.sessionId,
    created_at: row.createdAt.toISOString(),
    last_used_at: row.rotatedAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    address: row.address,
    user_agent: row.userAgent,
  }))
}
