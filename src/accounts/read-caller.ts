import type { Caller } from '#src/auth/access.ts'
import { DomainError } from '#src/errors.ts'
import type { Ports } from '#src/ports.ts'
import { prepareSessionLookup } from './queries.ts'
import type { Person } from './user.ts'

/** The caller and, from the same single query, all that we know of them. */
export type KnownCaller = Caller & { user: Person }
export type ReadCaller = (accessToken: string) => Promise<KnownCaller>

/** Nothing is remembered between requests: a session that was ended is over for the very next one. */
export function createCallerReader({
  db,
  tokens,
  clock,
}: Pick<Ports, 'db' | 'tokens' | 'clock'>): ReadCaller {
  const lookup = prepareSessionLookup(db)
  return async (accessToken) => {
    const now = clock()
    const sessionId = await tokens.readAccess(accessToken, now)
    const [found] = await lookup.execute({ id: sessionId })
    if (!found || found.revokedAt || found.expiresAt <= now || !found.user.isActive) {
      throw new DomainError('session-ended')
    }
    const { user, exceptions } = found
    return { userId: user.id, sessionId, role: user.role, department: user.department, exceptions, user }
  }
}
