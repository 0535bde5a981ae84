import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import type { PushAddress } from './push-sender.ts'

/** Push services take 4,096 bytes, of which the header takes 86, and seal and end of the record 17. */
export const MOST_PUSH_BYTES = 3_993
const RECORD_BYTES = 4_096

/** For tests of the RFC's own example; otherwise new for each message. */
type Chance = { privateKey: Buffer; salt: Buffer }

/** RFC 8291: one record of aes128gcm (RFC 8188) that only the browser opens which gave out this address. */
export function encryptPush(
  text: string,
  to: Pick<PushAddress, 'p256dh' | 'auth'>,
  chance?: Chance,
): Buffer<ArrayBuffer> {
  const plain = Buffer.from(text)
  if (plain.length > MOST_PUSH_BYTES) throw new Error(`a push holds ${MOST_PUSH_BYTES} bytes at most`)
  const theirKey = Buffer.from(to.p256dh, 'base64url')
  const ours = createECDH('prime256v1')
  if (chance) ours.setPrivateKey(chance.privateKey)
  else ours.generateKeys()
  const ourKey = ours.getPublicKey()
  const salt = chance?.salt ?? randomBytes(16)

  const shared = ours.computeSecret(theirKey)
  const about = Buffer.concat([Buffer.from('WebPush: info\0'), theirKey, ourKey])
  const secret = derive(shared, Buffer.from(to.auth, 'base64url'), about, 32)
  const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12)

  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  // 2: the last record.
  const sealed = [cipher.update(plain), cipher.update(Buffer.of(2)), cipher.final(), cipher.getAuthTag()]
  const sizes = Buffer.alloc(5)
  sizes.writeUInt32BE(RECORD_BYTES)
  sizes.writeUInt8(ourKey.length, 4)
  return Buffer.concat([salt, sizes, ourKey, ...sealed])
}

const derive = (secret: Buffer, salt: Buffer, info: Buffer, length: number) =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length))
