import ky from 'ky'
import * as z from 'zod'
import { CrmError } from '#src/providers/crm-provider.ts'

/** What the authorization server itself says, and with that the only thing that is believed about a portal. */
export type Grant = {
  access: string
  refresh: string
  expiresInS: number
  memberId: string
  endpoint: string
}

/** Trades a refresh token for the next pair. The token is spent by that, whether we hear the answer or not. */
export type RefreshPair = (server: string, refreshToken: string) => Promise<Grant>

type Options = {
  clientId: string
  clientSecret: string
  /** Origins. Our secret goes to these and to nobody else. */
  servers: readonly string[]
}

export const LONGEST_WAIT_MS = 10_000

const Refusal = z.looseObject({ error: z.string(), error_description: z.string().optional() })
const Pair = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
  member_id: z.string().min(1).max(64),
  client_endpoint: z.url({ protocol: /^https?$/ }),
})

export function createRefreshPair({ clientId, clientSecret, servers }: Options): RefreshPair {
  return async (server, refreshToken) => {
    if (!servers.includes(server)) throw revoked('its authorization server is not one of CRM_OAUTH_SERVERS')
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: refreshToken,
    })
    const answer = await post(server, form)
    // An unknown application is told so with status 200.
    const refusal = Refusal.safeParse(answer.body)
    if (refusal.success) throw refusedBy(answer.status, refusal.data.error)
    const pair = Pair.safeParse(answer.body)
    if (answer.status !== 200 || !pair.success) throw away(`answered ${answer.status} and no tokens`)
    return grantOf(server, pair.data)
  }
}

async function post(server: string, body: URLSearchParams): Promise<{ status: number; body: unknown }> {
  try {
    const response = await ky.post(`${server}/oauth/token/`, {
      body,
      retry: 0,
      // Of the answer as a whole: that of the client ends with the headers.
      timeout: false,
      signal: AbortSignal.timeout(LONGEST_WAIT_MS),
      throwHttpErrors: false,
      // Whoever it names instead is not on the list.
      redirect: 'manual',
      headers: { Accept: 'application/json', 'User-Agent': 'Ponte' },
    })
    return { status: response.status, body: parse(await response.text()) }
  } catch (error) {
    throw away(`did not answer (${error instanceof Error ? error.name : 'unknown'})`)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A page of a server in between.
    return undefined
  }
}

function grantOf(server: string, pair: z.output<typeof Pair>): Grant {
  const endpoint = new URL(pair.client_endpoint)
  if (server.startsWith('https:') && endpoint.protocol !== 'https:')
    throw revoked('the authorization server names an address without https')
  return {
    access: pair.access_token,
    refresh: pair.refresh_token,
    expiresInS: pair.expires_in,
    memberId: pair.member_id,
    endpoint: endpoint.href.endsWith('/') ? endpoint.href : `${endpoint.href}/`,
  }
}

/** Its codes are few and fixed, and its descriptions are not needed: nothing of what we sent can come back in them. */
function refusedBy(status: number, code: string): CrmError {
  if (status >= 500) return away(`answered ${status}`)
  return revoked(`the authorization server says ${/^[\w-]{1,40}$/.test(code) ? code : 'no'}`)
}

const away = (what: string) =>
  new CrmError('refused', 'auth-server-away', `The authorization server of the CRM ${what}`)

export const revoked = (why: string) =>
  new CrmError('refused', 'access-revoked', `The CRM does not let our application in: ${why}`)
