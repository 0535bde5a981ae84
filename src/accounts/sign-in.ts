import { setTimeout as delay } from 'node:timers/promises'
import { z } from '@hono/zod-openapi'
import { eq } from 'drizzle-orm'
import { HASH_OF_NOBODY, hashPassword, needsRehash, verifyPassword } from '#src/auth/passwords.ts'
import { signUps, users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import type { Config, Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { findWaiting } from './ask-for-account.ts'
import { countAttempt, forgetAttempts, LIMITS, takeBackAttempt } from './attempts.ts'
import { beginSession } from './begin-session.ts'
import { promiseLetter } from './promise-letter.ts'
import { findUserByMatricula, lockUser } from './queries.ts'
import { issueTokens, type SessionTokens } from './session.ts'
import type { UserRow } from './user.ts'

/** Any text: a wrong matricula is wrong, not malformed. */
export const credentialFields = {
  matricula: z.string().trim().min(1).max(128).openapi({ example: '1001' }),
  password: z.string().min(1).max(128).openapi({ example: 'ponte-demo' }),
}
type Credentials = z.infer<z.ZodObject<typeof credentialFields>>

/** Imported bcrypt hashes take longer to check than ours; refusals leave in steps that hide the difference. */
const REFUSAL_STEP_MS = 500

export async function signIn(
  ports: Pick<Ports, 'db' | 'tokens' | 'clock'> & { rules: Pick<Config['auth'], 'takesPasswords'> },
  { matricula, password }: Credentials,
  visit: Visit,
): Promise<SessionTokens & { user: UserRow }> {
  const { db, clock, rules } = ports
  if (!rules.takesPasswords) throw new DomainError('password-sign-in-off')
  const now = clock()
  const startedAt = performance.now()
  await countAttempt(db, LIMITS.signInAddress, visit.network, now)
  await countAttempt(db, LIMITS.signInAccount, matricula, now)

  const user = await findUserByMatricula(db, matricula)
  const asked = user ? undefined : await findWaiting(db, eq(signUps.matricula, matricula))
  const isRight = await verifyPassword(password, (user ?? asked)?.hashedPassword ?? HASH_OF_NOBODY)
  if (asked && isRight) throw new DomainError('account-waiting')
  if (!user || !isRight) {
    await delay(REFUSAL_STEP_MS - ((performance.now() - startedAt) % REFUSAL_STEP_MS))
    throw new DomainError('wrong-credentials')
  }
  // From here on the caller knows the password, so telling more gives nothing away.
  if (!user.isActive) throw new DomainError('account-inactive')
  if (!user.emailConfirmedAt) {
    await promiseLetter(db, ports, 'confirm-email', eq(users.id, user.id))
    throw new DomainError('email-not-confirmed', { email: user.email })
  }

  const rehashed = needsRehash(user.hashedPassword) ? await hashPassword(password) : null
  const sessionId = await db.transaction(async (tx) => {
    // A password reset in this very moment must not be outlived by a session of the old password; a rehash by
    // a sign-in beside this one is no reset.
    const current = await lockUser(tx, user.id)
    const isStillRight =
      current?.hashedPassword === user.hashedPassword ||
      (current && (await verifyPassword(password, current.hashedPassword)))
    if (!isStillRight || !current.isActive) throw new DomainError('wrong-credentials')
    await forgetAttempts(tx, LIMITS.signInAccount, matricula)
    await takeBackAttempt(tx, LIMITS.signInAddress, visit.network)
    if (rehashed) await tx.update(users).set({ hashedPassword: rehashed }).where(eq(users.id, user.id))
    return beginSession(tx, user.id, { now, visit })
  })
  return { user, ...(await issueTokens(ports, sessionId, 1)) }
}
