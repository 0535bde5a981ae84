import { setTimeout as delay } from 'node:timers/promises'
import pRetry from 'p-retry'
import type { Log } from '#src/log.ts'
import { type Grant, LONGEST_WAIT_MS, type RefreshPair, revoked } from './auth-server.ts'
import type { Connection, Connections } from './connections.ts'

type Needed = { connections: Connections; refreshPair: RefreshPair; log: Log }

const LEASE_MS = LONGEST_WAIT_MS + 5_000
const LOOK_AGAIN_MS = 100
const KEEP_RETRIES = 30
const SLOWEST_RETRY_MS = 2_000

/**
 * The connection as it is once `seen` has been traded, by exactly one of all gateways: a refresh token serves once, so of two
 * who trade the same one the second loses. The row is claimed for a while and not locked, since a lock would mean a
 * transaction that waits for somebody else's server. Null: there is no connection any more.
 */
export async function refreshOnce(needed: Needed, seen: Connection): Promise<Connection | null> {
  const { connections } = needed
  for (;;) {
    if (await connections.claimRefresh(seen, LEASE_MS)) await trade(needed, seen)
    const now = await connections.read()
    if (now?.sealed !== seen.sealed) return now
    await delay(LOOK_AGAIN_MS, undefined, { ref: false })
  }
}

/**
 * From the server's answer until it is stored the new pair is nowhere but here, and the old one is worth nothing. A death in
 * between loses the connection, until a person installs the application again.
 */
async function trade(needed: Needed, seen: Connection): Promise<void> {
  const { connections, refreshPair } = needed
  let grant: Grant
  try {
    grant = await refreshPair(seen.authServer, seen.refresh)
    if (grant.memberId !== seen.memberId) throw revoked('its tokens belong to another portal now')
  } catch (error) {
    await connections.giveUpRefresh(seen)
    throw error
  }
  await keep(needed, seen, grant)
}

/** Not to be given up because the database is away for a moment. */
async function keep({ connections, log }: Needed, seen: Connection, grant: Grant): Promise<void> {
  try {
    await pRetry(() => connections.keepRefreshed(seen, grant), {
      retries: KEEP_RETRIES,
      maxTimeout: SLOWEST_RETRY_MS,
      unref: true,
      onFailedAttempt: ({ error }) =>
        log.error({ err: error }, 'the new tokens of the CRM could not be stored; trying again'),
    })
  } catch (error) {
    log.fatal({ err: error }, 'the tokens of the CRM are lost: install the application in the portal again')
    throw error
  }
}
