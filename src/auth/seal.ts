import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

export type SealKey = { version: number; key: string }

export type Seal = {
  /** Bound to what it belongs to: moved to another row, it does not open. */
  seal(text: string, boundTo: string): string
  open(sealed: string, boundTo: string): string
}

/** AES-256-GCM. The newest key seals; older ones still open. Each purpose has keys of its own out of the same secrets. */
export function createSeal(keys: readonly SealKey[], purpose: string): Seal {
  const [newest] = keys.toSorted((a, b) => b.version - a.version)
  if (!newest) throw new Error(`nothing can be sealed for "${purpose}" without a key`)
  const derived = new Map(keys.map(({ version, key }) => [version, derive(key, purpose)]))

  const keyOf = (version: number) => {
    const key = derived.get(version)
    if (!key) throw new Error(`CPF_KEY has no version ${version}`)
    return key
  }
  const binding = (boundTo: string, version: number) => Buffer.from(`${boundTo}:v${version}`)

  return {
    seal(text, boundTo) {
      const { version } = newest
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', keyOf(version), iv)
      cipher.setAAD(binding(boundTo, version))
      const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `v${version}.${sealed.toString('base64url')}`
    },
    open(sealed, boundTo) {
      const [, number, body] = /^v(\d+)\.([\w-]+)$/.exec(sealed) ?? []
      const version = Number(number)
      const bytes = Buffer.from(body ?? '', 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', keyOf(version), bytes.subarray(0, 12))
      decipher.setAAD(binding(boundTo, version))
      decipher.setAuthTag(bytes.subarray(-16))
      return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
    },
  }
}

export const derive = (secret: string, purpose: string) =>
  Buffer.from(hkdfSync('sha256', secret, 'ponte', purpose, 32))
