import { and, eq, getTableColumns, inArray } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import { sessions, users } from '#src/db/schema.ts'
import type { SessionId } from '#src/ids.ts'
import { exceptions, isOpen } from './queries.ts'
import type { KnownCaller } from './read-caller.ts'

const { cpf: _cpf, cpfHash: _cpfHash, hashedPassword: _hashedPassword, ...user } = getTableColumns(users)

/** Of these sessions those that are not over, with whose they are: by the same rule as each request. */
export async function openSessions(
  db: Db | Tx,
  ids: readonly SessionId[],
  now: Date,
): Promise<Map<SessionId, KnownCaller>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ sessionId: sessions.id, user, exceptions })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(inArray(sessions.id, [...ids]), isOpen(now), eq(users.isActive, true)))
  return new Map(
    rows.map(({ sessionId, user, exceptions }) => [
      sessionId,
      { userId: user.id, sessionId, role: user.role, department: user.department, exceptions, user },
    ]),
  )
}
