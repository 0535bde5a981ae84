import { hashPassword, verifyPassword } from '#src/auth/passwords.ts'
import { DomainError } from '#src/errors.ts'
import type { Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { countAttempt, forgetAttempts, LIMITS } from './attempts.ts'
import { findUserById, lockUser } from './queries.ts'
import type { KnownCaller } from './read-caller.ts'
import { replacePassword } from './replace-password.ts'

type Passwords = { current_password: string; new_password: string }

/** A borrowed screen is not enough: the current password is asked for, and guessing it is slowed down. */
export async function changePassword(
  ports: Pick<Ports, 'db' | 'tokens' | 'clock'>,
  { user, sessionId }: KnownCaller,
  passwords: Passwords,
  visit: Visit,
): Promise<void> {
  const { db, clock } = ports
  await countAttempt(db, LIMITS.signInAccount, user.matricula, clock())
  const current = await findUserById(db, user.id)
  if (!current || !(await verifyPassword(passwords.current_password, current.hashedPassword))) {
    throw new DomainError(
      'current-password-wrong',
      {},
      {
        fields: [{ in: 'body', path: ['current_password'], rule: 'not-valid' }],
      },
    )
  }
  const hashedPassword = await hashPassword(passwords.new_password)
  await db.transaction(async (tx) => {
    const locked = await lockUser(tx, user.id)
    if (locked?.hashedPassword !== current.hashedPassword) throw new DomainError('session-ended')
    await forgetAttempts(tx, LIMITS.signInAccount, user.matricula)
    await replacePassword(tx, ports, locked, { hashedPassword, keep: sessionId, visit })
  })
}
