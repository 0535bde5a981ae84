import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { crmPortals } from '#src/db/crm-schema.ts'
import type { Log } from '#src/log.ts'
import type { Claims } from './events.ts'

const LONGEST_ID = 64
/** An event is answered within a second or so, whatever Postgres does. */
const WAIT_MS = 500

/**
 * Whether an event that bears one of our tokens is of the portal that this token came with before. A portal is known by its member
 * id: it may have several hosts, another one than we call it by, and new ones. Under the host of CRM_URL it is ours whatever we
 * knew. Where nobody can look, the token is proof enough.
 */
export function createEventPortals({ db, log }: { db: Db; log: Log }) {
  const known = new Map<string, string>()

  async function remember(tokenDigest: string, memberId: string, isNamed: boolean): Promise<string> {
    const [portal] = await db
      .insert(crmPortals)
      .values({ tokenDigest, memberId })
      .onConflictDoUpdate({
        target: crmPortals.tokenDigest,
        set: { memberId: isNamed ? memberId : sql`${crmPortals.memberId}` },
      })
      .returning({ memberId: crmPortals.memberId })
    return portal?.memberId ?? memberId
  }

  return async ({ token, memberId }: Claims, isNamed: boolean): Promise<boolean> => {
    if (memberId === '') return isNamed
    if (memberId.length > LONGEST_ID) return false
    const digest = createHash('sha256').update(token).digest('base64url')
    if (known.get(digest) === memberId) return true
    const answer = remember(digest, memberId, isNamed).catch((error: unknown) => {
      log.warn({ err: error }, 'which portal a token is of could not be looked up')
      return null
    })
    const told = await Promise.race([answer, afterWaiting()])
    if (told === null) return true
    known.set(digest, told)
    if (told !== memberId)
      log.warn({ memberId, known: told }, 'an event bears our token and is of another portal: it is refused')
    return told === memberId
  }
}

const afterWaiting = () =>
  new Promise<null>((resolve) => {
    setTimeout(resolve, WAIT_MS, null).unref()
  })
