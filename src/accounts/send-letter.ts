import { and, eq, isNull } from 'drizzle-orm'
import { accountLetters } from '#src/db/schema.ts'
import { GiveUp } from '#src/jobs/ends.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import { composeLetter } from './letters.ts'
import { findUserById } from './queries.ts'

type Needed = Pick<Ports, 'db' | 'mailer' | 'clock' | 'tokens'>

const GIVE_UP_AFTER_MS = 24 * 3_600_000
const LINK_LIFETIME_MS = {
  'reset-password': 30 * 60_000,
  'confirm-email': 24 * 3_600_000,
  'password-changed': 0,
}

/** A letter that has to be sent again is the same letter: its token and its Message-ID are made of its id. */
export const sendLetter =
  ({ db, mailer, clock, tokens }: Needed, { publicUrl }: { publicUrl: string }): Task<'send-letter'> =>
  async ({ letterId }, job) => {
    const [letter] = await db.select().from(accountLetters).where(eq(accountLetters.id, letterId))
    if (!letter || letter.sentAt !== null) return
    if (clock().getTime() - letter.promisedAt.getTime() > GIVE_UP_AFTER_MS)
      throw new GiveUp('Nobody waits for this letter any more')
    const user = await findUserById(db, letter.userId)
    if (!user) throw new Error('a letter to nobody')
    // Good from now on, and not from when it was asked for: the mail server may have been away.
    const linkExpiresAt = new Date(clock().getTime() + LINK_LIFETIME_MS[letter.kind])
    // Closed after the person was read: their address may be another by now, and the letter leads nowhere.
    const isWanted = and(eq(accountLetters.id, letterId), isNull(accountLetters.linkUsedAt))
    const wanted = await db
      .update(accountLetters)
      .set({ linkExpiresAt })
      .where(isWanted)
      .returning({ id: accountLetters.id })
    if (wanted.length === 0) return
    const content = composeLetter(letter.kind, user.locale, {
      name: user.fullName,
      publicUrl,
      token: tokens.issueLetter(letterId),
    })
    const messageId = `<${letterId}@${new URL(publicUrl).hostname}>`
    await mailer.send({ to: user.email, messageId, isAutomatic: true, ...content }, job.signal)
    await job.finish(async (tx) => {
      await tx.update(accountLetters).set({ sentAt: clock() }).where(eq(accountLetters.id, letterId))
    })
  }
