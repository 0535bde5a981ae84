import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { UserId } from '#src/ids.ts'
import { createCpfVault, parseCpf, withCheckDigits } from './cpf.ts'

const nineDigits = fc.stringMatching(/^\d{9}$/).filter((digits) => !/^(\d)\1+$/.test(digits))
const [newer, older] = [
  { version: 2, key: 'newer-key-'.repeat(4) },
  { version: 1, key: 'older-key-'.repeat(4) },
]
const owner = 7 as UserId

test('A-09: a CPF with right check digits is taken, with or without punctuation', () => {
  fc.assert(
    fc.property(nineDigits, (digits) => {
      const cpf = withCheckDigits(digits)
      const dotted = cpf.replace(/(\d{3})(\d{3})(\d{3})(\d{2})/, '$1.$2.$3-$4')
      expect(parseCpf(cpf)).toBe(cpf)
      expect(parseCpf(dotted)).toBe(cpf)
    }),
  )
})

test('A-09: a wrong check digit, a wrong length and repeated digits are refused', () => {
  fc.assert(
    fc.property(nineDigits, fc.constantFrom(9, 10), fc.integer({ min: 1, max: 9 }), (digits, at, shift) => {
      const cpf = withCheckDigits(digits)
      const wrong = [...cpf].map((digit, i) => (i === at ? (Number(digit) + shift) % 10 : digit)).join('')
      expect(parseCpf(wrong)).toBeNull()
      expect(parseCpf(cpf.slice(1))).toBeNull()
      expect(parseCpf(`${cpf}0`)).toBeNull()
    }),
  )
  for (const digit of '0123456789') expect(parseCpf(digit.repeat(11))).toBeNull()
})

test('A-12: a sealed CPF opens for its owner alone', () => {
  const vault = createCpfVault([older])
  const cpf = withCheckDigits('390533447')
  const sealed = vault.seal(cpf, owner)
  expect(sealed).not.toContain(cpf)
  expect(vault.open(sealed, owner)).toBe(cpf)
  expect(() => vault.open(sealed, 8 as UserId)).toThrow()
  expect(vault.seal(cpf, owner)).not.toBe(sealed)
})

test('A-12: after a change of key old seals still open, new ones carry the new version, and the index stays', () => {
  const before = createCpfVault([older])
  const after = createCpfVault([newer, older])
  const cpf = withCheckDigits('390533447')
  const sealed = before.seal(cpf, owner)
  expect(sealed).toMatch(/^v1\./)
  expect(after.open(sealed, owner)).toBe(cpf)
  expect(after.seal(cpf, owner)).toMatch(/^v2\./)
  expect(after.blindIndex(cpf)).toBe(before.blindIndex(cpf))
  expect(after.fingerprint).toBe(before.fingerprint)
  expect(() => before.open(after.seal(cpf, owner), owner)).toThrow('CPF_KEY has no version 2')
})

test('A-12: a seal passed off as one of another key version does not open', () => {
  const vault = createCpfVault([newer, older])
  const sealed = vault.seal(withCheckDigits('390533447'), owner)
  expect(() => vault.open(sealed.replace(/^v2/, 'v1'), owner)).toThrow()
})
