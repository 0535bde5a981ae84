import { eq } from 'drizzle-orm'
import { recordChange } from '#src/db/audit.ts'
import type { Tx } from '#src/db/connect.ts'
import { users } from '#src/db/schema.ts'
import type { SessionId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { promiseLetter } from './promise-letter.ts'
import { closeLinks, revokeSessions } from './queries.ts'
import type { UserRow } from './user.ts'

type How = { hashedPassword: string; keep?: SessionId; visit: Visit }

/**
 * By its owner: signs out everybody else, makes links in earlier letters useless, and tells the owner, who
 * may not be the one who did it. The row must be locked.
 */
export async function replacePassword(
  tx: Tx,
  ports: Pick<Ports, 'tokens' | 'clock'>,
  user: UserRow,
  { hashedPassword, keep, visit }: How,
): Promise<void> {
  const now = ports.clock()
  await tx.update(users).set({ hashedPassword, updatedAt: now }).where(eq(users.id, user.id))
  await revokeSessions(tx, user.id, 'password-changed', now, keep)
  await closeLinks(tx, user.id, now)
  await promiseLetter(tx, ports, 'password-changed', eq(users.id, user.id))
  await recordChange(tx, {
    actorId: user.id,
    action: 'password-changed',
    subject: 'user',
    subjectId: user.id,
    after: { by: keep ? 'current password' : 'letter' },
    visit,
  })
}
