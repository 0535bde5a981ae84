import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { UserId } from '#src/ids.ts'

/** The eleven digits, or null if the check digits are wrong or all digits are the same. */
export function parseCpf(text: string): string | null {
  const digits = text.replace(/\D/g, '')
  if (!/^\d{11}$/.test(digits) || /^(\d)\1{10}$/.test(digits)) return null
  return digits === withCheckDigits(digits.slice(0, 9)) ? digits : null
}

/** A CPF from its first nine digits. */
export function withCheckDigits(base: string): string {
  let digits = base
  for (const length of [9, 10]) {
    let sum = 0
    for (let i = 0; i < length; i++) sum += Number(digits[i]) * (length + 1 - i)
    digits += String(((sum * 10) % 11) % 10)
  }
  return digits
}

export type CpfVault = {
  /** Bound to its owner: moved to another person's row, the seal does not open. */
  seal(cpf: string, owner: UserId): string
  open(sealed: string, owner: UserId): string
  /** The same for the same CPF, so that the database can refuse a second one without knowing it. */
  blindIndex(cpf: string): string
  /** Says whether these are the keys that the data was sealed with, without telling the key. */
  fingerprint: string
}
type CpfKey = { version: number; key: string }

/** The newest key seals; older ones still open. The oldest makes the blind index, which must never change. */
export function createCpfVault(keys: readonly CpfKey[]): CpfVault {
  const sorted = keys.toSorted((a, b) => b.version - a.version)
  const [newest, oldest] = [sorted[0], sorted.at(-1)]
  if (!newest || !oldest) throw new Error('a CPF vault needs a key')
  const sealingKeys = new Map(sorted.map(({ version, key }) => [version, derive(key, 'cpf seal')]))
  const indexKey = derive(oldest.key, 'cpf index')

  const sealingKey = (version: number) => {
    const key = sealingKeys.get(version)
    if (!key) throw new Error(`CPF_KEY has no version ${version}`)
    return key
  }
  const boundTo = (owner: UserId, version: number) => Buffer.from(`user:${owner}:v${version}`)

  return {
    seal(cpf, owner) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealingKey(newest.version), iv)
      cipher.setAAD(boundTo(owner, newest.version))
      const sealed = Buffer.concat([iv, cipher.update(cpf, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `v${newest.version}.${sealed.toString('base64url')}`
    },
    open(sealed, owner) {
      const [, version, body] = /^v(\d+)\.([\w-]+)$/.exec(sealed) ?? []
      const bytes = Buffer.from(body ?? '', 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', sealingKey(Number(version)), bytes.subarray(0, 12))
      decipher.setAAD(boundTo(owner, Number(version)))
      decipher.setAuthTag(bytes.subarray(-16))
      return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
    },
    blindIndex: (cpf) => createHmac('sha256', indexKey).update(cpf).digest('hex'),
    fingerprint: createHmac('sha256', indexKey).update('fingerprint').digest('hex'),
  }
}

const derive = (secret: string, purpose: string) =>
  Buffer.from(hkdfSync('sha256', secret, 'ponte', purpose, 32))
