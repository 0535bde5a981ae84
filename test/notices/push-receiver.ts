import { randomBytes, webcrypto } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import * as http from 'node:http'
import type { AddressInfo } from 'node:net'
import { importJWK, type JWTPayload, jwtVerify } from 'jose'

/** Plays the push service of whoever made a browser, and the browsers: what is opened here is opened by its own code, by the RFCs. */
export type PushReceiver = AsyncDisposable & {
  origin: string
  browser(): Promise<TestBrowser>
  /** What is said to the next ones, in this order; to those after them 201. Null: nothing at all. */
  answersNext(...answers: (Answer | null)[]): void
  /** How many came in all, whatever they were answered. */
  count(): number
}
type Answer = { status: number; headers?: Record<string, string> }

export type TestBrowser = {
  /** As `PushSubscription.toJSON()` says it. */
  subscription: { endpoint: string; keys: { p256dh: string; auth: string } }
  /** All that came, also what was not taken. */
  pushes: Received[]
  /** Resolves once so many came. */
  arrived(count: number): Promise<void>
}
export type Received = {
  status: number | null
  headers: http.IncomingHttpHeaders
  token: JWTPayload
  applicationKey: string
  content: Record<string, unknown>
}

type Keys = { pair: webcrypto.CryptoKeyPair; publicKey: Buffer; auth: Buffer }
const { subtle } = webcrypto

export async function startPushReceiver(): Promise<PushReceiver> {
  const browsers = new Map<string, { keys: Keys; browser: TestBrowser }>()
  const answers: (Answer | null)[] = []
  const events = new EventEmitter()
  let count = 0
  const server = http.createServer((request, response) => {
    void (async () => {
      const body = Buffer.concat(await Array.fromAsync(request))
      count += 1
      const answer = answers.length > 0 ? (answers.shift() as Answer | null) : { status: 201 }
      const known = browsers.get(request.url ?? '')
      if (known) {
        const { token, applicationKey } = await verifyVapid(request.headers.authorization ?? '', origin)
        const content = JSON.parse(await openPush(body, known.keys)) as Record<string, unknown>
        const { headers } = request
        known.browser.pushes.push({ status: answer?.status ?? null, headers, token, applicationKey, content })
        events.emit('push')
      }
      if (answer) response.writeHead(known ? answer.status : 404, answer.headers ?? {}).end()
    })()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    async browser() {
      const pair = await subtle.generateKey(ECDH, false, ['deriveBits'])
      const publicKey = Buffer.from(await subtle.exportKey('raw', pair.publicKey))
      const keys = { pair, publicKey, auth: randomBytes(16) }
      const path = `/push/segredo-${randomBytes(12).toString('hex')}`
      const pushes: Received[] = []
      const browser: TestBrowser = {
        subscription: {
          endpoint: origin + path,
          keys: { p256dh: publicKey.toString('base64url'), auth: keys.auth.toString('base64url') },
        },
        pushes,
        async arrived(count) {
          while (pushes.length < count) await once(events, 'push')
        },
      }
      browsers.set(path, { keys, browser })
      return browser
    },
    answersNext: (...next) => void answers.push(...next),
    count: () => count,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const ECDH = { name: 'ECDH', namedCurve: 'P-256' }

/** RFC 8292, section 2 and 3. */
async function verifyVapid(authorization: string, audience: string) {
  const [, jwt = '', applicationKey = ''] =
    /^vapid t=([\w-]+\.[\w-]+\.[\w-]+), k=([\w-]{87})$/.exec(authorization) ?? []
  const point = Buffer.from(applicationKey, 'base64url')
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'))
  const key = await importJWK({ kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, 'ES256')
  const required = { audience, algorithms: ['ES256'], requiredClaims: ['exp', 'sub'] }
  return { token: (await jwtVerify(jwt, key, required)).payload, applicationKey }
}

/** RFC 8291, section 3.4, and RFC 8188, section 2, read by a browser. */
export async function openPush(body: Buffer, { pair, publicKey, auth }: Keys): Promise<string> {
  const [salt, keyLength] = [body.subarray(0, 16), body.readUInt8(20)]
  const sender = body.subarray(21, 21 + keyLength)
  const sealed = body.subarray(21 + keyLength)
  if (body.readUInt32BE(16) < sealed.length) throw new Error('more than one record')
  const their = await subtle.importKey('raw', new Uint8Array(sender), ECDH, false, [])
  const shared = await subtle.deriveBits({ name: 'ECDH', public: their }, pair.privateKey, 256)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), publicKey, sender, Buffer.of(1)])
  const secret = await hmac(await hmac(auth, Buffer.from(shared)), info)
  const prk = await hmac(salt, secret)
  const [key, nonce] = await Promise.all(
    ['aes128gcm', 'nonce'].map((what) => hmac(prk, Buffer.from(`Content-Encoding: ${what}\0\x01`))),
  )
  const opened = await subtle.importKey('raw', cut(key, 16), 'AES-GCM', false, ['decrypt'])
  const algorithm = { name: 'AES-GCM', iv: cut(nonce, 12) }
  const plain = Buffer.from(await subtle.decrypt(algorithm, opened, new Uint8Array(sealed)))
  const end = plain.lastIndexOf(2)
  if (plain.subarray(end + 1).some((byte) => byte !== 0)) throw new Error('no end of the last record')
  return plain.subarray(0, end).toString('utf8')
}

const cut = (bytes: Buffer | undefined, length: number) => new Uint8Array(bytes ?? []).slice(0, length)

async function hmac(key: Buffer, data: Buffer): Promise<Buffer> {
  const HMAC = { name: 'HMAC', hash: 'SHA-256' }
  const imported = await subtle.importKey('raw', new Uint8Array(key), HMAC, false, ['sign'])
  return Buffer.from(await subtle.sign('HMAC', imported, new Uint8Array(data)))
}
