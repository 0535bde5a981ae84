import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { recordChange } from '#src/db/audit.ts'
import type { Tx } from '#src/db/connect.ts'
import { signOnTrips, signUps, userIdentities, users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import type { SessionId } from '#src/ids.ts'
import type { Log } from '#src/log.ts'
import type { Ports } from '#src/ports.ts'
import {
  type Identity,
  type Return,
  SignOnError,
  type SignOnProvider,
  type Trip,
} from '#src/providers/sign-on.ts'
import type { Visit } from '#src/visit.ts'
import { findWaiting } from './ask-for-account.ts'
import { beginSession } from './begin-session.ts'
import { findUser, lockUser } from './queries.ts'
import { issueTokens, type SessionTokens } from './session.ts'
import { takeRole } from './take-role.ts'
import type { UserRow } from './user.ts'

type Needed = Pick<Ports, 'db' | 'tokens' | 'clock'>
type Beside = { provider: SignOnProvider; log: Log }
export type SignedOn = SessionTokens & { user: UserRow; sessionId: SessionId }
export type ComeBack =
  | { outcome: 'signed-on'; signedOn: SignedOn; idToken: string }
  | { outcome: 'unknown'; identity: Identity }
  | { outcome: 'away' | 'refused' | 'blocked' | 'waiting' }

/** False: somebody has come back from this trip already. */
export async function useTrip({ db }: Pick<Ports, 'db'>, state: string, expiresAt: Date): Promise<boolean> {
  const stateHash = createHash('sha256').update(state).digest('hex')
  const used = await db
    .insert(signOnTrips)
    .values({ stateHash, expiresAt })
    .onConflictDoNothing()
    .returning({ stateHash: signOnTrips.stateHash })
  return used.length > 0
}

/** Where the browser is sent; null: the provider is away. */
export const goToProvider = (beside: Beside, trip: Trip) =>
  unlessAway(beside, beside.provider.addressFor(trip))

/** Where the browser goes that has signed out here; null: nowhere, or the provider is away. */
export const leaveProvider = (beside: Beside, { idToken }: { idToken: string | null }) =>
  unlessAway(beside, beside.provider.addressToLeave(idToken))

async function unlessAway<T>({ log }: Beside, asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (!(error instanceof SignOnError)) throw error
    log.warn({ err: error }, 'the sign-in of the company cannot be reached')
    return null
  }
}

export async function comeBack(
  ports: Needed & Beside,
  { back, trip }: { back: Return; trip: Trip },
  visit: Visit,
): Promise<ComeBack> {
  try {
    const { identity, idToken } = await ports.provider.identify(back, trip)
    const signedOn = await signOn(ports, identity, visit)
    return signedOn ? { outcome: 'signed-on', signedOn, idToken } : { outcome: 'unknown', identity }
  } catch (error) {
    if (error instanceof DomainError && error.code === 'account-inactive') return { outcome: 'blocked' }
    if (error instanceof DomainError && error.code === 'account-waiting') return { outcome: 'waiting' }
    if (!(error instanceof SignOnError)) throw error
    ports.log.warn({ err: error }, 'nobody was signed in by the company’s provider')
    return { outcome: error.why }
  }
}

/**
 * Whoever the company's sign-in says they are, by what it calls them, or the first time by an address that it has verified and that
 * was shown to be theirs here. Null: nobody of ours.
 */
async function signOn(
  ports: Needed & Pick<Beside, 'log'>,
  identity: Identity,
  visit: Visit,
): Promise<SignedOn | null> {
  const now = ports.clock()
  const began = await ports.db.transaction(async (tx) => {
    const found = (await findByIdentity(tx, identity)) ?? (await linkByEmail(tx, identity, visit))
    if (!found) return null
    if (!found.isActive) throw new DomainError('account-inactive')
    const user = await takeRole(tx, found, identity, { now, visit, log: ports.log })
    return { user, sessionId: await beginSession(tx, user.id, { now, visit }) }
  })
  return began && { ...began, ...(await issueTokens(ports, began.sessionId, 1)) }
}

async function findByIdentity(tx: Tx, { issuer, subject }: Identity): Promise<UserRow | undefined> {
  const [known] = await tx
    .select({ userId: userIdentities.userId })
    .from(userIdentities)
    .where(and(eq(userIdentities.issuer, issuer), eq(userIdentities.subject, subject)))
  return known && lockUser(tx, known.userId)
}

async function linkByEmail(tx: Tx, identity: Identity, visit: Visit): Promise<UserRow | null> {
  const { issuer, email, isEmailVerified } = identity
  // An address that nobody verified is what somebody typed.
  if (!email || !isEmailVerified) return null
  const found = await findUser(tx, eq(users.email, email))
  const user = found && (await lockUser(tx, found.id))
  if (!user) {
    if (await findWaiting(tx, eq(signUps.email, email))) throw new DomainError('account-waiting')
    return null
  }
  if (!user.isActive) throw new DomainError('account-inactive')
  if (user.email !== email || !user.emailConfirmedAt) return null
  const isTaken = and(eq(userIdentities.userId, user.id), eq(userIdentities.issuer, issuer))
  const [linked] = await tx.select().from(userIdentities).where(isTaken)
  // Done at this very moment by another tab; or the address was another's there before, and whoever has it now is somebody else.
  if (linked) return linked.subject === identity.subject ? user : null
  await link(tx, user, identity, visit)
  return user
}

export async function link(
  tx: Tx,
  { id }: UserRow,
  { issuer, subject }: Identity,
  visit: Visit,
): Promise<void> {
  await tx.insert(userIdentities).values({ userId: id, issuer, subject })
  await recordChange(tx, {
    ...{ actorId: id, action: 'sign-on-linked', subject: 'user', subjectId: id, visit },
    after: { issuer },
  })
}
