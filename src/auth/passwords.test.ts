import bcrypt from 'bcryptjs'
import { expect, test } from 'vitest'
import { HASH_OF_NOBODY, hashPassword, needsRehash, verifyPassword } from './passwords.ts'

test('A-11: new hashes are argon2id in the form that other tools read', async () => {
  const hash = await hashPassword('ponte-demo')
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(await verifyPassword('ponte-demo', hash)).toBe(true)
  expect(await verifyPassword('ponte-demo ', hash)).toBe(false)
  expect(needsRehash(hash)).toBe(false)
})

test('A-11: a hash made elsewhere with other costs is verified, and due for renewal', async () => {
  // From the reference implementation: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32
  const hash = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  expect(await verifyPassword('password', hash)).toBe(true)
  expect(needsRehash(hash)).toBe(true)
})

test('A-11: bcrypt hashes of the portal before are verified, and due for renewal', async () => {
  const hash = await bcrypt.hash('ponte-demo', 4)
  expect(await verifyPassword('ponte-demo', hash)).toBe(true)
  expect(await verifyPassword('other', hash)).toBe(false)
  expect(needsRehash(hash)).toBe(true)
})

test('nobody has the password of nobody, and a damaged hash opens nothing', async () => {
  expect(await verifyPassword('', HASH_OF_NOBODY)).toBe(false)
  expect(await verifyPassword('', '')).toBe(false)
  expect(await verifyPassword('x', '$argon2id$v=19$m=1$broken')).toBe(false)
  for (const hash of ['$2x$10$abc', '$2b$99$abc', `$2b$10$${'x'.repeat(52)}`, `$2z$10$${'x'.repeat(53)}`]) {
    expect(await verifyPassword('x', hash), hash).toBe(false)
  }
})
