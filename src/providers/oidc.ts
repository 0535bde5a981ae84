import { createHash } from 'node:crypto'
import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from 'jose'
import { z } from 'zod'
import { ROLES, type Role } from '#src/roles.ts'
import { fetchSmall, readJson } from './fetch-small.ts'
import { type Identified, type Return, SignOnError, type SignOnProvider, type Trip } from './sign-on.ts'

type Settings = {
  issuer: string
  clientId: string
  /** Null: a public client, which PKCE alone protects. */
  clientSecret: string | null
  redirectUri: string
  /** Where the browser comes back to when it has signed out there. */
  leftUri: string
  /** By which claim, and which of its values, the company gives roles. */
  roles: { claim: string; of: ReadonlyMap<string, Role> } | null
  clock: () => Date
}

/** Signatures with a key that only the provider has: neither `none`, nor HS*, whose key is the client's secret. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
]
const METADATA_LIFETIME_MS = 60 * 60_000
const CLOCKS_DIFFER_S = 30
const TIMEOUT_MS = 5_000

const Metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
  end_session_endpoint: z.url().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(['client_secret_basic']),
  authorization_response_iss_parameter_supported: z.boolean().default(false),
})
type Metadata = z.infer<typeof Metadata>
type Known = { metadata: Metadata; keys: ReturnType<typeof createRemoteJWKSet>; readAtMs: number }

const TokenAnswer = z.object({ id_token: z.string(), access_token: z.string().optional() })
const Claims = z.looseObject({
  sub: z.string().min(1).max(255),
  email: z.string().max(320).nullish(),
  // Some say it as a text.
  email_verified: z.union([z.boolean(), z.enum(['true', 'false'])]).nullish(),
  name: z.string().nullish(),
})
type Claims = z.infer<typeof Claims>

/** OpenID Connect: authorization code with PKCE, by the provider's own description of itself. */
export function createOidc(settings: Settings): SignOnProvider {
  let known: Promise<Known> | null = null

  /** Read once an hour; what failed is tried again by the next who asks. */
  async function discover(): Promise<Known> {
    const before = known && (await known)
    if (known && before && Date.now() - before.readAtMs < METADATA_LIFETIME_MS) return known
    const reading = readMetadata(settings.issuer)
    known = reading
    reading.catch(() => {
      if (known === reading) known = null
    })
    return reading
  }

  return {
    async addressFor({ state, nonce, verifier }) {
      const { metadata } = await discover()
      const address = new URL(metadata.authorization_endpoint)
      const asked = {
        ...{ response_type: 'code', client_id: settings.clientId, redirect_uri: settings.redirectUri },
        ...{ scope: 'openid email profile', state, nonce },
        ...{ code_challenge: createHash('sha256').update(verifier).digest('base64url') },
        code_challenge_method: 'S256',
      }
      for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value)
      return address.href
    },
    async identify(back, trip) {
      const { metadata, keys } = await discover()
      refuseOtherIssuer(back, metadata)
      const tokens = await exchange(settings, metadata, back.code, trip)
      const claims = await verify(tokens.id_token, { settings, keys, nonce: trip.nonce })
      const isAll = claims.email && (!settings.roles || settings.roles.claim in claims)
      const told = isAll ? claims : await askWho(metadata, tokens.access_token, claims)
      return {
        identity: identityOf(metadata.issuer, { ...claims, ...told }, settings),
        idToken: tokens.id_token,
      }
    },
    async addressToLeave(idToken) {
      const { metadata } = await discover()
      if (!metadata.end_session_endpoint) return null
      const address = new URL(metadata.end_session_endpoint)
      address.searchParams.set('client_id', settings.clientId)
      address.searchParams.set('post_logout_redirect_uri', settings.leftUri)
      if (idToken) address.searchParams.set('id_token_hint', idToken)
      return address.href
    },
  }
}

async function readMetadata(issuer: string): Promise<Known> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const metadata = await readJson(await fetchSmall(address, { timeoutMs: TIMEOUT_MS }), Metadata)
  // Somebody else's description would send people, and our secret, elsewhere.
  if (metadata.issuer !== issuer)
    throw new SignOnError('refused', `the issuer calls itself ${metadata.issuer}`)
  const { protocol } = new URL(issuer)
  const { authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint, end_session_endpoint } =
    metadata
  for (const url of [
    authorization_endpoint,
    token_endpoint,
    jwks_uri,
    userinfo_endpoint,
    end_session_endpoint,
  ])
    if (url && new URL(url).protocol !== protocol)
      throw new SignOnError('refused', `${url} is not ${protocol}`)
  const keys = createRemoteJWKSet(new URL(jwks_uri), {
    timeoutDuration: TIMEOUT_MS,
    cacheMaxAge: METADATA_LIFETIME_MS,
    [customFetch]: (url, { headers, method, signal }) =>
      fetchSmall(url, { headers, method, signal, timeoutMs: TIMEOUT_MS }),
  })
  return { metadata, keys, readAtMs: Date.now() }
}

/** RFC 9207: an answer of one provider is not taken for another's. */
function refuseOtherIssuer({ issuer }: Return, metadata: Metadata): void {
  const isMissing = issuer === undefined && metadata.authorization_response_iss_parameter_supported
  if (isMissing || (issuer !== undefined && issuer !== metadata.issuer))
    throw new SignOnError('refused', 'the answer came from another issuer')
}

async function exchange(
  { clientId, clientSecret, redirectUri }: Settings,
  metadata: Metadata,
  code: string,
  { verifier }: Trip,
) {
  const body = new URLSearchParams({
    ...{ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier },
  })
  const headers: Record<string, string> = { accept: 'application/json' }
  const isBasic = metadata.token_endpoint_auth_methods_supported.includes('client_secret_basic')
  if (clientSecret !== null && isBasic) {
    const pair = [clientId, clientSecret].map((one) => encodeURIComponent(one)).join(':')
    headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`
  } else {
    body.set('client_id', clientId)
    if (clientSecret !== null) body.set('client_secret', clientSecret)
  }
  const answer = await fetchSmall(metadata.token_endpoint, {
    ...{ method: 'POST', body, headers, timeoutMs: TIMEOUT_MS },
  })
  return readJson(answer, TokenAnswer)
}

type Needed = { settings: Settings; keys: Known['keys']; nonce: string }

async function verify(token: string, { settings, keys, nonce }: Needed): Promise<Claims> {
  const { issuer, clientId, clock } = settings
  let payload: JWTPayload
  try {
    const options = {
      ...{ issuer, audience: clientId, algorithms: ALGORITHMS, currentDate: clock() },
      ...{ clockTolerance: CLOCKS_DIFFER_S, requiredClaims: ['sub', 'exp', 'iat', 'nonce'] },
    }
    payload = (await jwtVerify(token, keys, options)).payload
  } catch (cause) {
    // So it calls keys that came with another status than 200.
    const areKeysAway = cause instanceof errors.JOSEError && cause.code === 'ERR_JOSE_GENERIC'
    if (areKeysAway || cause instanceof errors.JWKSTimeout)
      throw new SignOnError('away', 'the keys did not come', { cause })
    if (cause instanceof errors.JOSEError)
      throw new SignOnError('refused', 'the ID token is no good', { cause })
    throw cause
  }
  if (payload.nonce !== nonce) throw new SignOnError('refused', 'the ID token is of another trip')
  // For several clients: ours has to be the one that it was made for.
  const hasOthers = Array.isArray(payload.aud) && payload.aud.length > 1
  if ((hasOthers || payload.azp !== undefined) && payload.azp !== clientId)
    throw new SignOnError('refused', 'the ID token was made for another client')
  return readClaims(payload)
}

/** Who does not put it into the token tells it to whoever has the other one. */
async function askWho(
  { userinfo_endpoint }: Metadata,
  accessToken: string | undefined,
  claims: Claims,
): Promise<Claims> {
  if (!userinfo_endpoint || !accessToken) return claims
  const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json' }
  const told = await readJson(await fetchSmall(userinfo_endpoint, { headers, timeoutMs: TIMEOUT_MS }), Claims)
  if (told.sub !== claims.sub) throw new SignOnError('refused', 'userinfo is about somebody else')
  return told
}

function readClaims(payload: JWTPayload): Claims {
  const { data, error } = Claims.safeParse(payload)
  if (!data) throw new SignOnError('refused', 'the ID token says nothing of use', { cause: error })
  return data
}

const identityOf = (
  issuer: string,
  { sub, email, email_verified, name, ...more }: Claims,
  { roles }: Settings,
): Identified['identity'] => ({
  issuer,
  subject: sub,
  email: email?.trim().toLowerCase() || null,
  isEmailVerified: email_verified === true || email_verified === 'true',
  name: name?.slice(0, 64) ?? null,
  role: roles && roleOf(more[roles.claim], roles.of),
})

/** Of what somebody has, the one that may most; of nothing that counts here, a requester. */
function roleOf(claim: unknown, roles: ReadonlyMap<string, Role>): Role {
  const had = [claim].flat().flatMap((value) => (typeof value === 'string' ? [roles.get(value)] : []))
  return ROLES.toReversed().find((role) => had.includes(role)) ?? 'requester'
}
