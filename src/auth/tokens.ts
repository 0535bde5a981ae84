import { createHmac, hkdfSync, timingSafeEqual, webcrypto } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import { DomainError } from '#src/errors.ts'
import type { LetterId, RatingLinkId, SessionId, UserId } from '#src/ids.ts'

/**
 * Access tokens are JWTs that name a session. Refresh tokens and the tokens in letters are names with a
 * proof (HMAC) that we gave them out: the same can be made again, so a lost answer or a letter sent twice
 * carries the same token, and the database holds nothing that opens a door.
 */
export type Tokens = {
  issueAccess(sessionId: SessionId, now: Date): Promise<string>
  readAccess(token: string, now: Date): Promise<SessionId>
  /** For signing out, where a token that has run out still says which session to end. */
  readExpiredAccess(token: string): Promise<SessionId | null>
  issueRefresh(sessionId: SessionId, generation: number): string
  readRefresh(token: string): { sessionId: SessionId; generation: number } | null
  issueLetter(letterId: LetterId): string
  /** Of a letter to somebody: whoever has it may turn such letters off, and nothing else. */
  issueStop(userId: UserId, kind: string): string
  readStop(token: string): { userId: UserId; kind: string } | null
  issueRating(linkId: RatingLinkId): string
  readRating(token: string): RatingLinkId | null
}

const ISSUER = 'ponte'
const HMAC = { name: 'HMAC', hash: 'SHA-256' }

export function createTokens({
  jwtSecret,
  accessTokenTtlS,
}: {
  jwtSecret: string
  accessTokenTtlS: number
}): Tokens {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', jwtSecret, ISSUER, purpose, 32))
  // Imported once: jose would otherwise do it for every request.
  const accessKey = webcrypto.subtle.importKey('raw', derive('access token'), HMAC, false, ['sign', 'verify'])
  const refreshKey = derive('refresh token')
  const letterKey = derive('letter token')
  const stopKey = derive('no more letters')
  const ratingKey = derive('rating by letter')

  async function verifyAccess(token: string, now: Date): Promise<SessionId> {
    const { payload } = await jwtVerify(token, await accessKey, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: ISSUER,
      requiredClaims: ['exp', 'sid'],
      currentDate: now,
    })
    if (typeof payload.sid !== 'string') throw new errors.JWTInvalid('sid is not a text')
    // We signed it, so it is the id of a session of ours.
    return payload.sid as SessionId
  }

  return {
    async issueAccess(sessionId, now) {
      const issuedAt = Math.floor(now.getTime() / 1000)
      return new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(ISSUER)
        .setAudience(ISSUER)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + accessTokenTtlS)
        .sign(await accessKey)
    },
    async readAccess(token, now) {
      try {
        return await verifyAccess(token, now)
      } catch (cause) {
        if (cause instanceof errors.JWTExpired) throw new DomainError('token-expired', {}, { cause })
        if (cause instanceof errors.JOSEError) throw new DomainError('token-not-valid', {}, { cause })
        throw cause
      }
    },
    async readExpiredAccess(token) {
      try {
        return await verifyAccess(token, new Date(0))
      } catch (error) {
        if (error instanceof errors.JOSEError) return null
        throw error
      }
    },
    issueRefresh(sessionId, generation) {
      const name = `${sessionId}.${generation}`
      return `${name}.${prove(refreshKey, name)}`
    },
    readRefresh(token) {
      const [, name = '', sessionId, generation, proof = ''] =
        /^(([0-9a-f-]{36})\.(\d{1,9}))\.([\w-]{43})$/.exec(token) ?? []
      if (!sessionId || !isSame(proof, prove(refreshKey, name))) return null
      return { sessionId: sessionId as SessionId, generation: Number(generation) }
    },
    issueLetter: (letterId) => prove(letterKey, letterId),
    issueStop(userId, kind) {
      const name = `${userId}.${kind}`
      return `${name}.${prove(stopKey, name)}`
    },
    readStop(token) {
      const [, name = '', userId, kind, proof = ''] =
        /^((\d{1,9})\.([a-z_]{1,20}))\.([\w-]{43})$/.exec(token) ?? []
      if (!userId || !kind || !isSame(proof, prove(stopKey, name))) return null
      return { userId: Number(userId) as UserId, kind }
    },
    issueRating: (linkId) => `${linkId}.${prove(ratingKey, linkId)}`,
    readRating(token) {
      const [, linkId, proof = ''] = /^([0-9a-f-]{36})\.([\w-]{43})$/.exec(token) ?? []
      return linkId && isSame(proof, prove(ratingKey, linkId)) ? (linkId as RatingLinkId) : null
    },
  }
}

const prove = (key: Buffer, name: string) => createHmac('sha256', key).update(name).digest('base64url')

function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}
