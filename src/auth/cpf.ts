import { createHmac } from 'node:crypto'
import type { UserId } from '#src/ids.ts'
import { createSeal, derive, type SealKey } from './seal.ts'

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
  /** For a ticket, bound to its origin key. */
  sealForTicket(cpf: string, originKey: string): string
  openOfTicket(sealed: string, originKey: string): string
  /** The same for the same CPF, so that the database can refuse a second one without knowing it. */
  blindIndex(cpf: string): string
  /** Says whether these are the keys that the data was sealed with, without telling the key. */
  fingerprint: string
}

/** The oldest key makes the blind index, which must never change. */
export function createCpfVault(keys: readonly SealKey[]): CpfVault {
  const oldest = keys.toSorted((a, b) => a.version - b.version)[0]
  if (!oldest) throw new Error('a CPF vault needs a key')
  const { seal, open } = createSeal(keys, 'cpf seal')
  const indexKey = derive(oldest.key, 'cpf index')

  return {
    seal: (cpf, owner) => seal(cpf, `user:${owner}`),
    open: (sealed, owner) => open(sealed, `user:${owner}`),
    sealForTicket: (cpf, originKey) => seal(cpf, `ticket:${originKey}`),
    openOfTicket: (sealed, originKey) => open(sealed, `ticket:${originKey}`),
    blindIndex: (cpf) => createHmac('sha256', indexKey).update(cpf).digest('hex'),
    fingerprint: createHmac('sha256', indexKey).update('fingerprint').digest('hex'),
  }
}
