import { lt } from 'drizzle-orm'
import { accountLetters, attempts, sessions } from '#src/db/schema.ts'
import type { Ports } from '#src/ports.ts'
import { sweepWsTickets } from './ws-ticket.ts'

const DAY_MS = 24 * 3_600_000
/** Long enough to answer "was that me?" and "did the letter go out?". */
const KEEP_MS = 90 * DAY_MS

/** Takes away what counts for nothing any more. */
export async function sweepAccounts({ db, clock }: Pick<Ports, 'db' | 'clock'>): Promise<void> {
  const old = new Date(clock().getTime() - KEEP_MS)
  await db.delete(attempts).where(lt(attempts.forgottenAt, clock()))
  await sweepWsTickets({ db, clock })
  await db.delete(sessions).where(lt(sessions.expiresAt, old))
  await db.delete(accountLetters).where(lt(accountLetters.promisedAt, old))
}
