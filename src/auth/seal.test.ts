import { expect, test } from 'vitest'
import type { UserId } from '#src/ids.ts'
import { createCpfVault } from './cpf.ts'
import { createSeal } from './seal.ts'

const [newer, older] = [
  { version: 2, key: 'newer-key-'.repeat(4) },
  { version: 1, key: 'older-key-'.repeat(4) },
]

test('what is sealed opens with its own keys, for what it belongs to and for its own purpose alone', () => {
  const { seal, open } = createSeal([older], 'tokens')
  const sealed = seal('açúcar', 'row:1')
  expect(sealed).not.toContain('açúcar')
  expect(open(sealed, 'row:1')).toBe('açúcar')
  expect(() => open(sealed, 'row:2')).toThrow()
  expect(() => createSeal([older], 'something else').open(sealed, 'row:1')).toThrow()
  expect(() => open(`${sealed.slice(0, -1)}${sealed.endsWith('A') ? 'B' : 'A'}`, 'row:1')).toThrow()
})

test('after a change of key old seals open and new ones carry the new version', () => {
  const before = createSeal([older], 'tokens')
  const after = createSeal([older, newer], 'tokens')
  expect(after.open(before.seal('text', 'row'), 'row')).toBe('text')
  expect(after.seal('text', 'row')).toMatch(/^v2\./)
  expect(() => before.open(after.seal('text', 'row'), 'row')).toThrow('CPF_KEY has no version 2')
})

test('A-12: a CPF that was sealed by the first version of Ponte still opens', () => {
  const sealed = 'v1.ZZo_J9tlQxAw3w87BLDZN9im6V8VLWtV2zEGhjT40C30JDrimBmE'
  expect(createCpfVault([newer, older]).open(sealed, 7 as UserId)).toBe('39053344705')
})
