import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { verifyBcrypt } from './bcrypt.ts'

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const
const PREFIX = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$`
const argon2Async = promisify(argon2)

export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await argon2Async('argon2id', { ...COST, message: password, nonce })
  return `${PREFIX}${unpadded(nonce)}$${unpadded(tag)}`
}

/** Hashes of the portal that Ponte replaces are bcrypt; they are good for one more sign-in. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  if (hash.startsWith('$2')) return verifyBcrypt(password, hash)
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash)
  if (!parts) return false
  const [memory, passes, parallelism] = parts.slice(1, 4).map(Number) as [number, number, number]
  const [nonce, expected] = parts.slice(4).map((part) => Buffer.from(part, 'base64')) as [Buffer, Buffer]
  const cost = { memory, passes, parallelism, tagLength: expected.length }
  return timingSafeEqual(await argon2Async('argon2id', { ...cost, message: password, nonce }), expected)
}

export const needsRehash = (hash: string) => !hash.startsWith(PREFIX)

/** Nobody's hash, verified in vain for people who do not exist, so that they take as long as the others. */
export const HASH_OF_NOBODY = `${PREFIX}${'A'.repeat(22)}$${'A'.repeat(43)}`

const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
