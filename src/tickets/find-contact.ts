import { eq, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { crmContacts } from '#src/db/ticket-schema.ts'
import type { ContactId } from '#src/ids.ts'
import { Postpone } from '#src/jobs/ends.ts'
import type { Ports } from '#src/ports.ts'
import { type Calling, CrmError, type Person } from '#src/providers/crm-provider.ts'

type Needed = Pick<Ports, 'db' | 'crm' | 'log' | 'clock'>

/** Of two of us who ask at once, both would make a contact: so one asks, and is believed dead after so long. */
const CLAIM_S = 75
/** So that whoever died claiming has been silent for as long as the CRM may still work on its last call. */
const RENEW_MS = 5_000
const OTHERS_LOOK_AGAIN_MS = 400
/** Contacts are merged and deleted in the CRM, and nobody tells us. */
const OLD_S = 24 * 3600

/**
 * Whom the CRM knows by this address, made if need be. Postpones the job while somebody else finds out. null: the CRM will have
 * no contact for it, and a ticket is worth more than that.
 */
export async function findContact(
  { db, crm, log, clock }: Needed,
  person: Person,
  calling: Calling,
): Promise<ContactId | null> {
  const email = person.email.toLowerCase()
  const known = await claimContact(db, email)
  if (known !== 'ours') return known
  const renewal = setInterval(() => {
    extend(db, email, CLAIM_S).catch((err: unknown) => log.warn({ err }, 'a claim could not be renewed'))
  }, RENEW_MS)
  try {
    const contactId = await crm.findOrCreateContact({ ...person, email }, calling)
    await keep(db, email, contactId)
    return contactId
  } catch (error) {
    const isCrm = error instanceof CrmError
    // It may still be made: until that is sure, nobody looks.
    const sureInMs =
      isCrm && error.outcome === 'unknown'
        ? (error.retryAt?.getTime() ?? clock().getTime() + CLAIM_S * 1_000) - clock().getTime()
        : 0
    await extend(db, email, sureInMs / 1_000)
    if (!isCrm || error.outcome !== 'rejected') throw error
    log.warn({ err: error }, 'the CRM takes no contact for a ticket')
    return null
  } finally {
    clearInterval(renewal)
  }
}

async function claimContact(db: Db, email: string): Promise<ContactId | 'ours'> {
  const until = sql`clock_timestamp() + ${CLAIM_S}::float8 * interval '1 second'`
  const isFree = sql`coalesce(${crmContacts.claimedUntil} < clock_timestamp(), true)`
  const isOld = sql`coalesce(${crmContacts.foundAt} < clock_timestamp() - ${OLD_S}::float8 * interval '1 second', true)`
  const claimed = await db
    .insert(crmContacts)
    .values({ email, claimedUntil: until })
    .onConflictDoUpdate({
      target: crmContacts.email,
      set: { claimedUntil: until },
      setWhere: sql`${isFree} and ${isOld}`,
    })
    .returning({ email: crmContacts.email })
  if (claimed.length > 0) return 'ours'
  const [row] = await db
    .select({ contactId: crmContacts.contactId })
    .from(crmContacts)
    .where(eq(crmContacts.email, email))
  // The old one is good enough until somebody knows better.
  if (row?.contactId) return row.contactId
  throw new Postpone(OTHERS_LOOK_AGAIN_MS)
}

const extend = (db: Db, email: string, seconds: number) =>
  db
    .update(crmContacts)
    .set({ claimedUntil: sql`clock_timestamp() + ${Math.max(0, seconds)}::float8 * interval '1 second'` })
    .where(eq(crmContacts.email, email))

const keep = (db: Db, email: string, contactId: ContactId) =>
  db
    .update(crmContacts)
    .set({ contactId, claimedUntil: null, foundAt: sql`clock_timestamp()` })
    .where(eq(crmContacts.email, email))
