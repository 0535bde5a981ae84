import { and, eq, lt } from 'drizzle-orm'
import { recordChange } from '#src/db/audit.ts'
import { accountLetters, attempts, sessions, signOnTrips, signUps } from '#src/db/schema.ts'
import type { Ports } from '#src/ports.ts'
import { localVisit } from '#src/visit.ts'
import { sweepWsTickets } from './ws-ticket.ts'

const DAY_MS = 24 * 3_600_000
/** Long enough to answer "was that me?" and "did the letter go out?". */
const KEEP_MS = 90 * DAY_MS
const WAIT_MS = 30 * DAY_MS

/** Takes away what counts for nothing any more. */
export async function sweepAccounts({ db, clock }: Pick<Ports, 'db' | 'clock'>): Promise<void> {
  const old = new Date(clock().getTime() - KEEP_MS)
  await db.delete(attempts).where(lt(attempts.forgottenAt, clock()))
  await sweepWsTickets({ db, clock })
  await db.delete(sessions).where(lt(sessions.expiresAt, old))
  await db.delete(accountLetters).where(lt(accountLetters.promisedAt, old))
  await db.delete(signOnTrips).where(lt(signOnTrips.expiresAt, clock()))
  await sweepSignUps({ db, clock })
}

/** Whom nobody answered may ask again; what was decided long ago is in the audit log. */
async function sweepSignUps({ db, clock }: Pick<Ports, 'db' | 'clock'>): Promise<void> {
  const now = clock().getTime()
  const isForgotten = and(eq(signUps.state, 'waiting'), lt(signUps.askedAt, new Date(now - WAIT_MS)))
  await db.transaction(async (tx) => {
    const forgotten = await tx.delete(signUps).where(isForgotten).returning({ id: signUps.id })
    const about = { actorId: null, action: 'account-request-expired', subject: 'user' } as const
    for (const { id } of forgotten)
      await recordChange(tx, { ...about, subjectId: id, visit: localVisit('sweep-accounts') })
    await tx.delete(signUps).where(lt(signUps.decidedAt, new Date(now - KEEP_MS)))
  })
}
