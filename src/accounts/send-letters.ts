import { addAbortListener } from 'node:events'
import { and, asc, eq, inArray, isNull, lte, sql } from 'drizzle-orm'
import { accountLetters } from '#src/db/schema.ts'
import type { Ports } from '#src/ports.ts'
import { LONGEST_SEND_MS, MailError } from '#src/providers/mailer.ts'
import { composeLetter } from './letters.ts'
import { findUserById } from './queries.ts'

type Needed = Pick<Ports, 'db' | 'mailer' | 'clock' | 'log' | 'tokens'> & { publicUrl: string }
type LetterRow = typeof accountLetters.$inferSelect

/** Whoever died holding a letter loses it to the next after that; whoever lives is done with it long before. */
const LEASE_MS = 4 * LONGEST_SEND_MS
/** When we stop, the letter in hand may still be finished, as requests are. */
const LAST_LETTER_MS = 3_000
const RETRY_DELAYS_S = [5, 30, 120, 600, 1800, 3600] as const
const GIVE_UP_AFTER_MS = 24 * 3_600_000
const LINK_LIFETIME_MS = {
  'reset-password': 30 * 60_000,
  'confirm-email': 24 * 3_600_000,
  'password-changed': 0,
}

/** Sends every letter whose time has come, one after the other; told to stop, it leaves the rest to others. */
export async function sendLetters(ports: Needed, stopping: AbortSignal): Promise<void> {
  const tooLate = new AbortController()
  using _ = addAbortListener(stopping, () => setTimeout(() => tooLate.abort(), LAST_LETTER_MS).unref())
  while (!stopping.aborted) {
    const letter = await claimLetter(ports)
    if (!letter) return
    await sendLetter(ports, letter, tooLate.signal)
  }
}

async function claimLetter({ db, clock }: Needed): Promise<LetterRow | undefined> {
  const now = clock()
  const due = db
    .select({ id: accountLetters.id })
    .from(accountLetters)
    .where(lte(accountLetters.nextAttemptAt, now))
    .orderBy(asc(accountLetters.nextAttemptAt))
    .limit(1)
    .for('update', { skipLocked: true })
  const [claimed] = await db
    .update(accountLetters)
    .set({ attempts: sql`${accountLetters.attempts} + 1`, nextAttemptAt: new Date(now.getTime() + LEASE_MS) })
    .where(inArray(accountLetters.id, due))
    .returning()
  return claimed
}

async function sendLetter(
  { db, mailer, clock, log, tokens, publicUrl }: Needed,
  letter: LetterRow,
  signal: AbortSignal,
): Promise<void> {
  const user = await findUserById(db, letter.userId)
  if (!user) throw new Error('a letter to nobody')
  // Good from now on, and not from when it was asked for: the mail server may have been away.
  const linkExpiresAt = new Date(clock().getTime() + LINK_LIFETIME_MS[letter.kind])
  const isMine = and(eq(accountLetters.id, letter.id), eq(accountLetters.attempts, letter.attempts))
  // Closed after the person was read: their address may be another by now, and the letter leads nowhere.
  const isWanted = and(isMine, isNull(accountLetters.linkUsedAt))
  const [wanted] = await db
    .update(accountLetters)
    .set({ linkExpiresAt })
    .where(isWanted)
    .returning({ id: accountLetters.id })
  if (!wanted) return
  const content = composeLetter(letter.kind, user.locale, {
    name: user.fullName,
    publicUrl,
    token: tokens.issueLetter(letter.id),
  })
  const messageId = `<${letter.id}@${new URL(publicUrl).hostname}>`
  try {
    await mailer.send({ to: user.email, messageId, isAutomatic: true, ...content }, signal)
  } catch (error) {
    if (!(error instanceof MailError)) throw error
    const nextAttemptAt = signal.aborted ? clock() : nextAttempt(letter, error, clock())
    const details = { err: error, letterId: letter.id, kind: letter.kind, nextAttemptAt }
    if (signal.aborted) log.info(details, 'letter put back, we stop')
    else if (nextAttemptAt) log.warn(details, 'letter not sent, trying again')
    else log.error(details, 'letter given up')
    await db.update(accountLetters).set({ nextAttemptAt }).where(isWanted)
    return
  }
  await db.update(accountLetters).set({ sentAt: clock(), nextAttemptAt: null }).where(isMine)
}

/** Null: given up, because the mail server said never, or because nobody waits for it any more. */
function nextAttempt(letter: LetterRow, error: MailError, now: Date): Date | null {
  if (error.isFinal || now.getTime() - letter.promisedAt.getTime() > GIVE_UP_AFTER_MS) return null
  const delayS = RETRY_DELAYS_S[Math.min(letter.attempts, RETRY_DELAYS_S.length) - 1] ?? RETRY_DELAYS_S[0]
  return new Date(now.getTime() + delayS * 1000)
}
