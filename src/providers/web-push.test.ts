import { createECDH } from 'node:crypto'
import { once } from 'node:events'
import * as http from 'node:http'
import type { AddressInfo } from 'node:net'
import { importJWK, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { encryptPush, MOST_PUSH_BYTES } from './encrypt-push.ts'
import { isPublic, lookupPublic } from './public-address.ts'
import { PushError } from './push-sender.ts'
import { createVapid } from './vapid.ts'
import { createWebPush } from './web-push.ts'

const SECRET = 'secret-of-this-file-0123456789abcdef'
const CONTACT = 'mailto:central@example.com'
const never = new AbortController().signal
const senderOf = (more: { mayBeLocal?: boolean; timeoutMs?: number; clock?: () => Date } = {}) =>
  createWebPush({ secret: SECRET, contact: CONTACT, mayBeLocal: false, clock: () => new Date(), ...more })

const browser = createECDH('prime256v1')
const p256dh = browser.generateKeys().toString('base64url')
const pushTo = (endpoint: string) => ({
  to: { endpoint, p256dh, auth: 'BTBZMqHH6r4Tts7J_aSIgg' },
  ...{ text: '{}', ttlS: 60, urgency: 'normal' as const },
})

test('a push is sealed as in the example of RFC 8291, appendix A', () => {
  const to = {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  }
  const chance = {
    privateKey: Buffer.from('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw', 'base64url'),
    salt: Buffer.from('DGv6ra1nlYgDCS1FRnbzlw', 'base64url'),
  }
  expect(encryptPush('When I grow up, I want to be a watermelon', to, chance).toString('base64url')).toBe(
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  )
})

test('of two that say the same no part is the same, and what push services would not take is not made', () => {
  const to = { p256dh, auth: 'BTBZMqHH6r4Tts7J_aSIgg' }
  const [one, other] = [encryptPush('Olá', to), encryptPush('Olá', to)]
  expect(one.subarray(0, 16)).not.toEqual(other.subarray(0, 16))
  expect(one.subarray(86)).not.toEqual(other.subarray(86))
  expect(encryptPush('x'.repeat(MOST_PUSH_BYTES), to)).toHaveLength(4_096)
  expect(() => encryptPush('x'.repeat(MOST_PUSH_BYTES + 1), to)).toThrow()
})

test('RFC 8292: whoever has the secret is the same sender after every start, for one service, for less than a day', async () => {
  const now = new Date('2026-01-15T12:00:00Z')
  const [vapid, again] = [createVapid(SECRET, CONTACT), createVapid(SECRET, CONTACT)]
  expect(again.publicKey).toBe(vapid.publicKey)
  expect(createVapid(`${SECRET}!`, CONTACT).publicKey).not.toBe(vapid.publicKey)
  const value = await vapid.authorize('https://push.example.net/send/segredo?x=1', now)
  const [, token = '', k = ''] = /^vapid t=(\S+), k=([\w-]{87})$/.exec(value) ?? []
  expect(k).toBe(vapid.publicKey)
  const point = Buffer.from(k, 'base64url')
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'))
  const key = await importJWK({ kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, 'ES256')
  const { payload, protectedHeader } = await jwtVerify(token, key, {
    ...{ audience: 'https://push.example.net', subject: CONTACT, algorithms: ['ES256'], currentDate: now },
  })
  expect(protectedHeader).toEqual({ typ: 'JWT', alg: 'ES256' })
  expect((payload.exp ?? 0) - now.getTime() / 1000).toBeLessThan(24 * 3_600)
})

test.each([
  ...['127.0.0.1', '127.8.8.8', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.0.10'],
  ...['169.254.169.254', '100.64.0.1', '198.18.0.1', '192.0.2.7', '224.0.0.1', '255.255.255.255'],
  ...['::1', '::', 'fe80::1', 'fc00::1', 'fd12:3456::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1'],
  ...['64:ff9b::a00:1', '2002:7f00:1::', '2001:0:53aa::', '2001:db8::1', 'localhost', ''],
])('%s is nobody’s server out there', (address) => {
  expect(isPublic(address)).toBe(false)
})

test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2a00:1450:4009::1', '2606:4700::1111'])(
  '%s is',
  (address) => {
    expect(isPublic(address)).toBe(true)
  },
)

test.each([
  ...[
    '',
    'x',
    'http://push.example.com/a',
    'ftp://push.example.com/a',
    'file:///etc/passwd',
    '//push.example.com',
  ],
  ...['https://localhost/a', 'https://a.localhost/a', 'https://localhost./a', 'https://postgres/a'],
  ...[
    'https://127.0.0.1/a',
    'https://2130706433/a',
    'https://0x7f.1/a',
    'https://[::1]/a',
    'https://10.0.0.5/a',
  ],
  ...['https://[::ffff:10.0.0.5]/a', 'https://169.254.169.254/latest', 'https://[fe80::1]/a'],
  ...[
    'https://push.example.com:8443/a',
    'https://user:pw@push.example.com/a',
    'https://user@push.example.com/a',
  ],
])('an address that leads into our own network, or is none, is not taken: %s', (endpoint) => {
  expect(senderOf().takes(endpoint)).toBe(false)
})

test('those of the makers of browsers are; what is on this machine only while it is tried out there', () => {
  for (const endpoint of [
    'https://fcm.googleapis.com/fcm/send/abc:def',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
    'https://wns2-par02p.notify.windows.com/w/?token=abc',
  ])
    expect(senderOf().takes(endpoint), endpoint).toBe(true)
  for (const endpoint of ['http://localhost:4000/a', 'http://127.0.0.1:4000/a', 'https://[::1]:4000/a']) {
    expect(senderOf().takes(endpoint), endpoint).toBe(false)
    expect(senderOf({ mayBeLocal: true }).takes(endpoint), endpoint).toBe(true)
  }
  expect(senderOf({ mayBeLocal: true }).takes('http://10.0.0.5/a')).toBe(false)
})

test('a name is looked at again once it is an address: nothing connects to one of ours', async () => {
  const found = await new Promise((resolve) => lookupPublic('localhost', {}, (error) => resolve(error)))
  expect(found).toMatchObject({ name: 'NotPublic' })
  const taken = await new Promise((resolve) =>
    lookupPublic('8.8.8.8', { all: true }, (_, addresses) => resolve(addresses)),
  )
  expect(taken).toEqual([{ address: '8.8.8.8', family: 4 }])
  expect(await senderOf().send(pushTo('https://127.0.0.1/a'), never)).toBe('gone')
})

test('who does not answer is cut off, and not asked again for a while; a redirect leads nowhere', async () => {
  const asked: string[] = []
  const server = http.createServer((request, response) => {
    asked.push(request.url ?? '')
    if (request.url === '/elsewhere') response.writeHead(307, { location: '/secret' }).end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let now = new Date()
  const sender = senderOf({ mayBeLocal: true, timeoutMs: 3_000, clock: () => now })
  try {
    expect(await sender.send(pushTo(`${at}/elsewhere`), never)).toEqual({ refused: 307 })
    await expect(sender.send(pushTo(`${at}/hangs`), never)).rejects.toBeInstanceOf(PushError)
    await expect(sender.send(pushTo(`${at}/elsewhere`), never)).rejects.toMatchObject({
      retryAt: new Date(now.getTime() + 60_000),
    })
    now = new Date(now.getTime() + 60_001)
    expect(await sender.send(pushTo(`${at}/elsewhere`), never)).toEqual({ refused: 307 })
    expect(asked).toEqual(['/elsewhere', '/hangs', '/elsewhere'])
  } finally {
    server.closeAllConnections()
    server.close()
  }
})

test('what goes wrong is said without the address', async () => {
  const failed = await senderOf({ mayBeLocal: true })
    .send(pushTo('http://127.0.0.1:9/segredo'), never)
    .catch((error: Error) => error)
  expect(failed).toMatchObject({ message: 'a push service did not answer (ECONNREFUSED)' })
  expect((failed as Error).cause).toBeUndefined()
})
