import { createHmac } from 'node:crypto'
import type { Seal } from '#src/auth/seal.ts'
import type { Db } from '#src/db/connect.ts'
import type { Log } from '#src/log.ts'
import type { Clock } from '#src/ports.ts'
import { type Access, webhookAccess } from './access.ts'
import { createApplicationAccess } from './application-access.ts'
import { createRefreshPair } from './auth-server.ts'
import { type Connection, createConnections } from './connections.ts'
import { createEventPortals } from './event-portals.ts'
import { type Claims, isOneOf, type TrustsEvent } from './events.ts'
import { createInstaller, type ReceiveInstall } from './install.ts'
import { createRateBucket, type RateBucket } from './rate-limit.ts'

/** How calls get into one portal, and how its events are known. */
export type WayIn = {
  access: Access
  bucket: RateBucket
  trustsEvent: TrustsEvent
  /** The end of the address that our application is told at: nobody guesses it. Null: we subscribe to nothing. */
  eventKey: string | null
  /** Null: there is nothing to install. */
  receiveInstall: ReceiveInstall | null
}

type Common = {
  db: Db
  log: Log
  rate: number
  burst: number
  eventTokens: readonly string[]
  /** False: whoever reaches us may tell us of events. */
  checksEvents: boolean
}
type Application = {
  clientId: string
  clientSecret: string
  servers: readonly string[]
  /** What an administrator enters in the portal. */
  installUrl: string
  seal: Seal
  clock: Clock
  log: Log
}

export function byWebhook(webhookUrl: string, common: Common): WayIn {
  const { db, log, rate, burst, eventTokens, checksEvents } = common
  const { host, hostname } = new URL(webhookUrl)
  const isOfOurPortal = createEventPortals({ db, log })
  return {
    access: webhookAccess(webhookUrl),
    bucket: createRateBucket(db, { portal: host, rate, burst }),
    trustsEvent: async (claims) => {
      if (!checksEvents) return true
      if (!isOneOf(claims.token, eventTokens)) return false
      return isOfOurPortal(claims, claims.domain === '' || hostnameOf(claims.domain) === hostname)
    },
    eventKey: null,
    receiveInstall: null,
  }
}

export function byApplication(application: Application, common: Common): WayIn {
  const { db, rate, burst, eventTokens, checksEvents } = common
  const { clientId, clientSecret, servers, seal, clock, log } = application
  const connections = createConnections({ db, seal, clientId })
  const refreshPair = createRefreshPair(application)
  // Not the host: that may change, and the portal's count does not begin anew by it.
  const bucket = createRateBucket(db, { portal: clientId, rate, burst })
  const access = createApplicationAccess({ connections, refreshPair, bucket, clock, log })
  connections.read().then(
    (known) => sayWhetherConnected(application, known?.endpoint),
    (error: unknown) => log.warn({ err: error }, 'the connection of the CRM could not be read'),
  )
  return {
    access,
    bucket,
    trustsEvent: async (claims) =>
      !checksEvents || access.isEventOf((known) => isFrom(known, claims, eventTokens)),
    // Of what the portal and all gateways know anyway, so that nobody has to keep it.
    eventKey: createHmac('sha256', clientSecret).update('ponte events').digest('base64url'),
    receiveInstall: createInstaller({ connections, refreshPair, servers, log }),
  }
}

/** By the token of the installation, or one that we were given; of another portal not even then. */
function isFrom(
  known: Pick<Connection, 'application' | 'memberId'> | null,
  { token, memberId }: Claims,
  eventTokens: readonly string[],
): boolean {
  const isItsPortal = !known || memberId === '' || memberId === known.memberId
  return isOneOf(token, known ? [known.application, ...eventTokens] : eventTokens) && isItsPortal
}

const hostnameOf = (domain: string) =>
  URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : ''

function sayWhetherConnected({ log, installUrl }: Application, endpoint: string | undefined): void {
  if (endpoint) log.info({ portal: new URL(endpoint).host }, 'the CRM is connected by our application')
  else
    log.warn(
      { installUrl },
      'the CRM is not connected: add a local application in the portal, with this address as its installation path',
    )
}
