import { hkdfSync, randomUUID } from 'node:crypto'
import { SignJWT, UnsecuredJWT } from 'jose'
import { expect, test } from 'vitest'
import type { DomainError } from '#src/errors.ts'
import type { LetterId, SessionId } from '#src/ids.ts'
import { createTokens } from './tokens.ts'

const tokens = createTokens({ jwtSecret: 'a-secret-of-the-tests-0123456789abcdef', accessTokenTtlS: 900 })
const others = createTokens({ jwtSecret: 'another-secret-0123456789abcdefghijklm', accessTokenTtlS: 900 })
const sessionId = randomUUID() as SessionId
const now = new Date('2026-11-20T12:00:00Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const codeOf = (reading: Promise<unknown>) =>
  reading.then(
    () => 'accepted',
    (error: DomainError) => error.code,
  )

test('Q2: an access token names its session for 15 minutes, and not longer', async () => {
  const token = await tokens.issueAccess(sessionId, now)
  expect(await tokens.readAccess(token, later(899))).toBe(sessionId)
  expect(await codeOf(tokens.readAccess(token, later(900)))).toBe('token-expired')
  expect(await tokens.readExpiredAccess(token)).toBe(sessionId)
})

test('tokens of another key, of no algorithm, of another issuer, or changed on the way are not valid', async () => {
  const token = await tokens.issueAccess(sessionId, now)
  const [head, , signature] = token.split('.')
  const otherBody = Buffer.from(
    JSON.stringify({ sid: randomUUID(), iss: 'ponte', aud: 'ponte', exp: 9_999_999_999 }),
  )
  const unsigned = new UnsecuredJWT({ sid: sessionId })
    .setIssuer('ponte')
    .setAudience('ponte')
    .setExpirationTime('1h')
    .encode()
  const foreign = await new SignJWT({ sid: sessionId })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('ponte')
    .setAudience('ponte')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode('a-secret-of-the-tests-0123456789abcdef'))
  const bad = [
    await others.issueAccess(sessionId, now),
    unsigned,
    foreign,
    `${head}.${otherBody.toString('base64url')}.${signature}`,
    `${token}x`,
    token.slice(0, -4),
    'not.a.token',
    '',
  ]
  for (const token of bad) expect(await codeOf(tokens.readAccess(token, now)), token).toBe('token-not-valid')
  for (const token of bad) expect(await tokens.readExpiredAccess(token)).toBeNull()
})

test('a token that our own key signed for somebody else is not one of ours', async () => {
  const secret = 'a-secret-of-the-tests-0123456789abcdef'
  const key = new Uint8Array(hkdfSync('sha256', secret, 'ponte', 'access token', 32))
  const sign = (issuer: string, audience: string) =>
    new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime(later(900))
      .sign(key)
  expect(await tokens.readAccess(await sign('ponte', 'ponte'), now)).toBe(sessionId)
  expect(await codeOf(tokens.readAccess(await sign('somebody', 'ponte'), now))).toBe('token-not-valid')
  expect(await codeOf(tokens.readAccess(await sign('ponte', 'somebody'), now))).toBe('token-not-valid')
})

test('a refresh token says which of the session it is, and cannot be counted on', () => {
  const token = tokens.issueRefresh(sessionId, 3)
  expect(tokens.readRefresh(token)).toEqual({ sessionId, generation: 3 })
  expect(tokens.issueRefresh(sessionId, 3)).toBe(token)
  expect(tokens.readRefresh(token.replace('.3.', '.4.'))).toBeNull()
  expect(tokens.readRefresh(others.issueRefresh(sessionId, 3))).toBeNull()
  for (const bad of ['', 'x', `${token}x`, token.slice(1)]) expect(tokens.readRefresh(bad)).toBeNull()
})

test('a letter sent twice carries the same token, and no other letter does', () => {
  const [one, other] = [randomUUID() as LetterId, randomUUID() as LetterId]
  expect(tokens.issueLetter(one)).toBe(tokens.issueLetter(one))
  expect(tokens.issueLetter(one)).not.toBe(tokens.issueLetter(other))
  expect(tokens.issueLetter(one)).not.toBe(others.issueLetter(one))
})
