import { createECDH, hkdfSync } from 'node:crypto'
import { importJWK, SignJWT } from 'jose'

/** RFC 8292: push services know by it that whoever pushes is whom the browser was told of. */
export type Vapid = {
  publicKey: string
  /** The value of `Authorization` for a push service. */
  authorize(endpoint: string, now: Date): Promise<string>
}

/** How many numbers there are that can be a private key: the order of P-256, less one. */
const PRIVATE_KEYS = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550n
/** 64 bits more than a key has, so that none is likelier than another (FIPS 186-5, A.2.1). */
const SEED_BYTES = 40
const LIFETIME_S = 12 * 3_600

/** The same secret makes the same pair of keys, on every gateway and after every start. `contact`: for whoever runs the push service. */
export function createVapid(secret: string, contact: string): Vapid {
  const seed = Buffer.from(hkdfSync('sha256', secret, 'ponte', 'web push', SEED_BYTES)).toString('hex')
  const number = (BigInt(`0x${seed}`) % PRIVATE_KEYS) + 1n
  const pair = createECDH('prime256v1')
  const privateKey = Buffer.from(number.toString(16).padStart(64, '0'), 'hex')
  pair.setPrivateKey(privateKey)
  const point = pair.getPublicKey()
  const publicKey = point.toString('base64url')
  const key = importJWK(
    {
      ...{ kty: 'EC', crv: 'P-256', d: privateKey.toString('base64url') },
      ...{ x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') },
    },
    'ES256',
  )
  return {
    publicKey,
    async authorize(endpoint, now) {
      const token = await new SignJWT()
        .setProtectedHeader({ typ: 'JWT', alg: 'ES256' })
        .setAudience(new URL(endpoint).origin)
        .setExpirationTime(Math.floor(now.getTime() / 1000) + LIFETIME_S)
        .setSubject(contact)
        .sign(await key)
      return `vapid t=${token}, k=${publicKey}`
    },
  }
}
