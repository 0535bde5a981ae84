import { eq, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { crmContacts } from '#src/db/ledger-schema.ts'
import type { ContactId } from '#src/ids.ts'
import { Postpone } from '#src/jobs/ends.ts'
import type { Ports } from '#src/ports.ts'
import { type Calling, CrmError, type Person } from '#src/providers/crm-provider.ts'

type Needed = Pick<Ports, 'db' | 'crm' | 'log' | 'clock'>

/** Of two of us who ask at once, both would make a contact: so one asks, and is believed dead after so long. */
const CLAIM_S = 75
/** So that whoever died claiming has been silent for as long as the CRM may still work on its last call. */
const RENEW_MS = 5_000
const LOOK_AGAIN_MS = { people: 400, background: 2_000 }
/** Contacts are merged and deleted in the CRM, and nobody tells us. */
const OLD_S = 24 * 3600

/**
 * Whom the CRM knows by an address, made if need be; all who ask at once for the same person wait for the same answer. Postpones
 * the job while another gateway finds out. null: the CRM will have no contact for it, and a ticket is worth more than that.
 */
export function createContactFinder(ports: Needed) {
  const underWay = new Map<string, Promise<ContactId | null | 'busy'>>()
  return async (person: Person, calling: Calling): Promise<ContactId | null> => {
    const email = person.email.toLowerCase()
    // Of their own, since people do not wait for what was asked in the background.
    const key = `${calling.priority} ${email}`
    const finding =
      underWay.get(key) ?? find(ports, { ...person, email }, calling).finally(() => underWay.delete(key))
    underWay.set(key, finding)
    const found = await finding
    if (found === 'busy') throw new Postpone(LOOK_AGAIN_MS[calling.priority])
    return found
  }
}

async function find(
  { db, crm, log, clock }: Needed,
  person: Person,
  calling: Calling,
): Promise<ContactId | null | 'busy'> {
  const { email } = person
  const known = await knownOrClaimed(db, email)
  if (known !== 'ours') return known
  const renewal = setInterval(() => {
    extend(db, email, CLAIM_S).catch((err: unknown) => log.warn({ err }, 'a claim could not be renewed'))
  }, RENEW_MS).unref()
  try {
    const contactId = await crm.findOrCreateContact(person, calling)
    await keep(db, email, contactId)
    return contactId
  } catch (error) {
    if (!(error instanceof CrmError)) throw error
    // It may still be made: until that is sure, nobody looks.
    const { outcome, retryAt = new Date(clock().getTime() + CLAIM_S * 1_000) } = error
    await extend(db, email, outcome === 'unknown' ? (retryAt.getTime() - clock().getTime()) / 1_000 : 0)
    if (outcome !== 'rejected') throw error
    log.warn({ err: error }, 'the CRM takes no contact for a ticket')
    return null
  } finally {
    clearInterval(renewal)
  }
}

const isFree = sql<boolean>`coalesce(${crmContacts.claimedUntil} < clock_timestamp(), true)`
const isOld = sql<boolean>`coalesce(${crmContacts.foundAt} < clock_timestamp() - ${OLD_S}::float8 * interval '1 second', true)`

async function knownOrClaimed(db: Db, email: string): Promise<ContactId | 'ours' | 'busy'> {
  const [row] = await db
    .select({ contactId: crmContacts.contactId, isFree, isOld })
    .from(crmContacts)
    .where(eq(crmContacts.email, email))
  if ((!row || (row.isFree && row.isOld)) && (await claim(db, email))) return 'ours'
  // An old one is good enough until somebody knows better.
  return row?.contactId ?? 'busy'
}

async function claim(db: Db, email: string): Promise<boolean> {
  const until = sql`clock_timestamp() + ${CLAIM_S}::float8 * interval '1 second'`
  const claimed = await db
    .insert(crmContacts)
    .values({ email, claimedUntil: until })
    .onConflictDoUpdate({
      target: crmContacts.email,
      set: { claimedUntil: until },
      setWhere: sql`${isFree} and ${isOld}`,
    })
    .returning({ email: crmContacts.email })
  return claimed.length > 0
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
