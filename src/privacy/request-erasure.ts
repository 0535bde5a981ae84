import { eq } from 'drizzle-orm'
import { refuseLastAdmin } from '#src/accounts/change-user.ts'
import { closeLinks, lockUser, revokeSessions } from '#src/accounts/queries.ts'
import type { Caller } from '#src/auth/access.ts'
import { recordChange } from '#src/db/audit.ts'
import { erasures } from '#src/db/privacy-schema.ts'
import { userIdentities, users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import type { UserId } from '#src/ids.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Ports } from '#src/ports.ts'
import { ERASED_NAME, erasedEmail } from '#src/tickets/erased.ts'
import type { Visit } from '#src/visit.ts'
import type { ErasureRow } from './erasure.ts'

/** No request of theirs that was already let in goes on for as long, so nothing is written behind what was erased. */
const LAST_WORDS_MS = 60_000

type Input = { reason: string; confirm: string }

/**
 * From this moment the account is nobody's, and all that names them elsewhere is promised to follow. Asked again, it is the same
 * erasure. `confirm`: their matricula, typed by whoever wants it.
 */
export async function requestErasure(
  { db, clock, cpfVault }: Pick<Ports, 'db' | 'clock' | 'cpfVault'>,
  caller: Caller,
  userId: UserId,
  { reason, confirm }: Input,
  visit: Visit,
): Promise<ErasureRow> {
  if (userId === caller.userId) throw new DomainError('erasing-oneself')
  return db.transaction(async (tx) => {
    const user = await lockUser(tx, userId)
    if (!user) throw new DomainError('user-not-found', { id: userId })
    const [earlier] = await tx.select().from(erasures).where(eq(erasures.userId, userId))
    if (earlier) return earlier
    if (confirm !== user.matricula)
      throw new DomainError(
        'invalid-request',
        {},
        { fields: [{ in: 'body', path: ['confirm'], rule: 'not-valid' }] },
      )
    const now = clock()
    await tx
      .update(users)
      .set({
        fullName: ERASED_NAME,
        email: erasedEmail(userId),
        emailConfirmedAt: null,
        // No sign-in takes such a one.
        matricula: `x${userId}`,
        cpf: '',
        cpfHash: `erased:${userId}`,
        hashedPassword: '',
        phoneNumber: null,
        department: '-',
        filial: '-',
        isActive: false,
        erasedAt: now,
        updatedAt: now,
      })
      .where(eq(users.id, userId))
    if (user.role === 'admin' && user.isActive) await refuseLastAdmin(tx)
    await revokeSessions(tx, userId, 'deactivated', now)
    await closeLinks(tx, userId, now)
    await tx.delete(userIdentities).where(eq(userIdentities.userId, userId))
    const [row] = await tx
      .insert(erasures)
      .values({ userId, askedById: caller.userId, reason, sought: cpfVault.seal(user.email, userId) })
      .returning()
    if (!row) throw new Error('an insert returned nothing')
    await recordChange(tx, {
      ...{ actorId: caller.userId, action: 'user-erased', subject: 'user', subjectId: userId, visit },
      after: { erasure_id: row.id },
    })
    const when = { lane: 'reconcile', delayMs: LAST_WORDS_MS } as const
    await promise(tx, 'erase-person', { erasureId: row.id }, when)
    return row
  })
}
