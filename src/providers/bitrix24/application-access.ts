import type { Log } from '#src/log.ts'
import type { Clock } from '#src/ports.ts'
import { CrmError } from '#src/providers/crm-provider.ts'
import { type Access, isSameOrigin, type Pass } from './access.ts'
import { type RefreshPair, revoked } from './auth-server.ts'
import type { Connection, Connections } from './connections.ts'
import { type RateBucket, waitForPlace } from './rate-limit.ts'
import { refreshOnce } from './refresh.ts'

export type ApplicationAccess = Access & {
  /** Whether an event comes from our installation; null: there is none. */
  isEventOf(matches: (known: Connection | null) => boolean): Promise<boolean>
}

type Needed = {
  connections: Connections
  refreshPair: RefreshPair
  bucket: RateBucket
  clock: Clock
  log: Log
}

/** How long nobody asks again; a new installation ends each of these at once. To ask often is told to be abuse. */
const WAIT_MS: Record<string, number> = {
  'not-connected': 10_000,
  'auth-server-away': 5_000,
  'access-revoked': 5 * 60_000,
  'portal-moved': 5 * 60_000,
}
/** Forged events shall not make us read the row each time. */
const EVENT_LOOK_MS = 1_000

/**
 * As an application with a pair of tokens. They are traded only when the portal says so: never by the clock, which is told
 * to be abuse.
 */
export function createApplicationAccess(needed: Needed): ApplicationAccess {
  const { connections, bucket, clock, log } = needed
  let known: Connection | null = null
  let refreshing: Promise<Connection> | null = null
  /** What is wrong with these tokens, which spares everybody asking again until `retryAt` or a new installation. */
  let trouble: { sealed: string; untilMs: number; error: CrmError } | null = null
  /** Tokens that were got because others were unknown to the portal: where these are unknown too, more would not help. */
  let lastChance: string | null = null
  let looking: Promise<void> = Promise.resolve()
  let lookedAtMs = 0

  async function current(): Promise<Connection> {
    if (refreshing) return refreshing
    if (!known || trouble) known = await connections.read()
    if (!known) throw notConnected()
    if (trouble?.sealed === known.sealed && trouble.untilMs > clock().getTime()) throw trouble.error
    trouble = null
    return known
  }

  const refusal = (code: string, text: string) => {
    const untilMs = clock().getTime() + (WAIT_MS[code] ?? 0)
    return { untilMs, error: new CrmError('refused', code, text, { retryAt: new Date(untilMs) }) }
  }
  const notConnected = () =>
    refusal('not-connected', 'Nobody has installed our application in the CRM yet').error

  function refresh(seen: Connection): Promise<Connection> {
    if (refreshing) return refreshing
    if (known && known.sealed !== seen.sealed) return Promise.resolve(known)
    refreshing = traded(seen).finally(() => {
      refreshing = null
    })
    return refreshing
  }

  async function traded(seen: Connection): Promise<Connection> {
    try {
      known = await refreshOnce(needed, seen)
    } catch (error) {
      if (error instanceof CrmError) throw inTrouble(seen, error)
      throw error
    }
    if (!known) throw notConnected()
    return known
  }

  function inTrouble({ sealed }: Connection, { code, message }: CrmError): CrmError {
    trouble = { sealed, ...refusal(code, message) }
    log[code === 'auth-server-away' ? 'warn' : 'error']({ code }, message)
    return trouble.error
  }

  async function unknownToken(seen: Connection): Promise<Connection> {
    if (seen.access === lastChance) throw inTrouble(seen, revoked('the portal does not know its tokens'))
    const next = await refresh(seen)
    lastChance = next.access
    return next
  }

  /** Nobody is believed but the authorization server, and the token goes nowhere else meanwhile. */
  async function moved(refused: Pass, failure: CrmError): Promise<Connection> {
    const seen = await current()
    const next = isSameOrigin(seen.endpoint, refused.endpoint) ? await refresh(seen) : seen
    if (!isSameOrigin(next.endpoint, refused.endpoint)) return next
    const text = `${failure.message}, which the authorization server does not say`
    throw inTrouble(next, new CrmError('refused', failure.code, text))
  }

  async function another(refused: Pass, failure: CrmError): Promise<Connection | CrmError> {
    if (failure.code === 'portal-moved') return moved(refused, failure)
    const seen = await current()
    // Somebody was faster, and there is a new pair already.
    if (seen.access !== refused.token) return seen
    if (failure.code === 'token-expired') return refresh(seen)
    if (failure.code === 'token-unknown') return unknownToken(seen)
    // Dismissed, uninstalled, not paid for: another gateway may have heard of it.
    known = null
    return failure
  }

  /** One look for all events of the same moment. */
  function lookForEvents(): Promise<void> {
    const nowMs = clock().getTime()
    if (nowMs - lookedAtMs < EVENT_LOOK_MS) return looking
    lookedAtMs = nowMs
    looking = connections.read().then((row) => {
      known = row
    })
    return looking
  }

  /** What is no word of the CRM is the database being away, or a row that does not open. */
  async function passFrom(work: () => Promise<Connection | CrmError>): Promise<Pass | CrmError> {
    try {
      const found = await work()
      return found instanceof CrmError ? found : { endpoint: found.endpoint, token: found.access }
    } catch (error) {
      if (error instanceof CrmError) return error
      log.error({ err: error }, 'the connection of the CRM cannot be read')
      return new CrmError('refused', 'no-connection', 'The connection of the CRM cannot be read now')
    }
  }

  return {
    pass: () => passFrom(current),
    again: (refused, failure) =>
      passFrom(async () => {
        const next = await another(refused, failure)
        if (!(next instanceof CrmError)) await waitForPlace(bucket, 'people')
        return next
      }),
    async isEventOf(matches) {
      if (known && matches(known)) return true
      await lookForEvents()
      return matches(known)
    },
  }
}
