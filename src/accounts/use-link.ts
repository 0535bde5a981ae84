import { and, eq, gt, isNull } from 'drizzle-orm'
import { hashPassword } from '#src/auth/passwords.ts'
import { recordChange } from '#src/db/audit.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { accountLetters, type LetterKind, users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import type { UserId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { countAttempt, forgetAttempts, LIMITS, takeBackAttempt } from './attempts.ts'
import { hashLetterToken } from './promise-letter.ts'
import { lockUser } from './queries.ts'
import { replacePassword } from './replace-password.ts'
import type { UserRow } from './user.ts'

type Needed = Pick<Ports, 'db' | 'tokens' | 'clock'>

/** With the link of a letter, once. Following it also shows that the mailbox is theirs. */
export async function resetPassword(
  ports: Needed,
  { token, newPassword }: { token: string; newPassword: string },
  visit: Visit,
): Promise<void> {
  const { db, clock } = ports
  await countAttempt(db, LIMITS.linkAddress, visit.network, clock())
  // Cheap before dear: no hashing for a link that is of no use.
  await findLink(db, 'reset-password', token, clock())
  const hashedPassword = await hashPassword(newPassword)
  await db.transaction(async (tx) => {
    const user = await useLink(tx, 'reset-password', token, clock())
    await replacePassword(tx, ports, user, { hashedPassword, visit })
    await confirmMailbox(tx, user, clock(), visit)
    await startAnew(tx, user, visit)
  })
}

export async function confirmEmail(ports: Needed, token: string, visit: Visit): Promise<void> {
  const { db, clock } = ports
  await countAttempt(db, LIMITS.linkAddress, visit.network, clock())
  await db.transaction(async (tx) => {
    const user = await useLink(tx, 'confirm-email', token, clock())
    await confirmMailbox(tx, user, clock(), visit)
    await startAnew(tx, user, visit)
  })
}

/** What was tried before a good link counts against nobody: neither the person nor those behind the same address. */
async function startAnew(tx: Tx, { matricula }: UserRow, { network }: Visit): Promise<void> {
  await forgetAttempts(tx, LIMITS.signInAccount, matricula)
  await takeBackAttempt(tx, LIMITS.linkAddress, network)
}

const isGood = (kind: LetterKind, token: string, now: Date) =>
  and(
    eq(accountLetters.tokenHash, hashLetterToken(token)),
    eq(accountLetters.kind, kind),
    isNull(accountLetters.linkUsedAt),
    gt(accountLetters.linkExpiresAt, now),
  )

async function findLink(db: Db | Tx, kind: LetterKind, token: string, now: Date): Promise<UserId> {
  const [found] = await db
    .select({ userId: accountLetters.userId })
    .from(accountLetters)
    .where(isGood(kind, token, now))
  if (!found) throw new DomainError('link-not-valid')
  return found.userId
}

/** The person first, then the letter: everybody locks in this order. */
async function useLink(tx: Tx, kind: LetterKind, token: string, now: Date): Promise<UserRow> {
  const user = await lockUser(tx, await findLink(tx, kind, token, now))
  const used = await tx
    .update(accountLetters)
    .set({ linkUsedAt: now })
    .where(isGood(kind, token, now))
    .returning({ id: accountLetters.id })
  if (!user?.isActive || used.length === 0) throw new DomainError('link-not-valid')
  return user
}

async function confirmMailbox(tx: Tx, user: UserRow, now: Date, visit: Visit): Promise<void> {
  if (user.emailConfirmedAt) return
  await tx.update(users).set({ emailConfirmedAt: now }).where(eq(users.id, user.id))
  const common = { actorId: user.id, subject: 'user', subjectId: user.id, visit } as const
  await recordChange(tx, { ...common, action: 'email-confirmed', after: { email: user.email } })
}
