import { eq, sql } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import { attempts } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'

/**
 * So many tries are free; after each further one, twice the wait, up to the longest. All is forgotten so long
 * after the last try, or, where many people share a key, after the first: they would never be quiet together.
 */
export type Limit = {
  name: string
  free: number
  firstDelayS: number
  longestDelayS: number
  memoryS: number
  from: 'last-try' | 'first-try'
}

const MINUTE_S = 60
const HOUR_S = 60 * MINUTE_S
const NEVER_BLOCKED = new Date(0)

export const LIMITS = {
  signInAccount: account('sign-in', {
    free: 5,
    firstDelayS: 1,
    longestDelayS: 15 * MINUTE_S,
    memoryS: HOUR_S,
  }),
  signInAddress: address('sign-in', { free: 50, firstDelayS: 1, longestDelayS: 30, memoryS: 15 * MINUTE_S }),
  recoveryAccount: account('recovery', {
    free: 3,
    firstDelayS: 60,
    longestDelayS: HOUR_S,
    memoryS: 24 * HOUR_S,
  }),
  recoveryAddress: address('recovery', {
    free: 20,
    firstDelayS: 5,
    longestDelayS: MINUTE_S,
    memoryS: HOUR_S,
  }),
  signOnAddress: address('sign-on', {
    free: 100,
    firstDelayS: 1,
    longestDelayS: 30,
    memoryS: 15 * MINUTE_S,
  }),
  linkAddress: address('link', { free: 20, firstDelayS: 5, longestDelayS: MINUTE_S, memoryS: HOUR_S }),
  signUpAddress: address('sign-up', { free: 50, firstDelayS: 5, longestDelayS: MINUTE_S, memoryS: HOUR_S }),
  // Each one that looks right is a question to the CRM's authorization server.
  crmInstallAddress: address('crm-install', {
    free: 20,
    firstDelayS: 5,
    longestDelayS: MINUTE_S,
    memoryS: HOUR_S,
  }),
  // Who bears the right token is never counted.
  crmEventAddress: address('crm-event', {
    free: 20,
    firstDelayS: 5,
    longestDelayS: MINUTE_S,
    memoryS: HOUR_S,
  }),
  // Who signs rightly is never counted.
  mailAddress: address('mail', { free: 20, firstDelayS: 5, longestDelayS: MINUTE_S, memoryS: HOUR_S }),
  helpVoteAddress: address('help-vote', {
    free: 100,
    firstDelayS: 5,
    longestDelayS: MINUTE_S,
    memoryS: HOUR_S,
  }),
  // Somebody who types asks at each pause.
  suggestAccount: {
    ...{ name: 'suggest:account', from: 'first-try', free: 600, firstDelayS: 1 },
    ...{ longestDelayS: 30, memoryS: 15 * MINUTE_S },
  },
  lookAddress: address('look', { free: 200, firstDelayS: 1, longestDelayS: 10, memoryS: 15 * MINUTE_S }),
  // Whose CPF works here is nobody's business: enough to fill in a form, too little to search with.
  lookCpfAddress: address('look-cpf', {
    free: 20,
    firstDelayS: 10,
    longestDelayS: 15 * MINUTE_S,
    memoryS: HOUR_S,
  }),
} as const satisfies Record<string, Limit>

type Numbers = Omit<Limit, 'name' | 'from'>

function account(name: string, numbers: Numbers): Limit {
  return { name: `${name}:account`, from: 'last-try', ...numbers }
}

/** Gentler, because an office may sit behind one address. */
function address(name: string, numbers: Numbers): Limit {
  return { name: `${name}:address`, from: 'first-try', ...numbers }
}

/**
 * Counts a try before it is made, in one statement, so that a hundred at once are not all the first.
 * Throws while the wait after an earlier try is not over.
 */
export async function countAttempt(db: Db | Tx, limit: Limit, whose: string, now: Date): Promise<void> {
  const key = keyOf(limit, whose)
  const forgottenAt = new Date(now.getTime() + limit.memoryS * 1000)
  const at = sql`${now.toISOString()}::timestamptz`
  const count = sql`case when ${attempts.forgottenAt} <= ${at} then 1 else ${attempts.count} + 1 end`
  const delayS = sql`least(${limit.firstDelayS} * 2 ^ least(${count} - ${limit.free}, 30), ${limit.longestDelayS})`
  // Long past and not "now" while tries are free: two that come together may carry each other's future.
  const blockedUntil = sql`case when ${count} < ${limit.free} then ${NEVER_BLOCKED.toISOString()}::timestamptz
    else ${at} + ${delayS} * interval '1 second' end`
  const window = sql`case when ${attempts.forgottenAt} <= ${at} then ${forgottenAt.toISOString()}::timestamptz
    else ${attempts.forgottenAt} end`
  const [counted] = await db
    .insert(attempts)
    .values({ key, count: 1, blockedUntil: NEVER_BLOCKED, forgottenAt })
    .onConflictDoUpdate({
      target: attempts.key,
      set: { count, blockedUntil, forgottenAt: limit.from === 'last-try' ? forgottenAt : window },
      setWhere: sql`${attempts.blockedUntil} <= ${at}`,
    })
    .returning({ count: attempts.count })
  if (counted) return
  const [blocked] = await db
    .select({ until: attempts.blockedUntil })
    .from(attempts)
    .where(eq(attempts.key, key))
  const waitMs = (blocked?.until ?? now).getTime() - now.getTime()
  throw new DomainError('too-many-attempts', { seconds: Math.max(1, Math.ceil(waitMs / 1000)) })
}

/** The try was a good one: the account starts anew. */
export async function forgetAttempts(db: Db | Tx, limit: Limit, whose: string): Promise<void> {
  await db.delete(attempts).where(eq(attempts.key, keyOf(limit, whose)))
}

/** The try was a good one: it does not count against the others behind the same address. */
export async function takeBackAttempt(db: Db | Tx, limit: Limit, whose: string): Promise<void> {
  await db
    .update(attempts)
    .set({ count: sql`greatest(${attempts.count} - 1, 0)`, blockedUntil: NEVER_BLOCKED })
    .where(eq(attempts.key, keyOf(limit, whose)))
}

/** Typed text is cut, so that nobody fills the table with long keys. */
const keyOf = (limit: Limit, whose: string) => `${limit.name}:${whose.slice(0, 128).toLowerCase()}`
