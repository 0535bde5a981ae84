import * as fs from 'node:fs'
import * as path from 'node:path'
import { expect, test } from 'vitest'
import { parseCpf } from '#src/auth/cpf.ts'
import { TEST_SECRETS } from './settings.ts'

const folder = process.env.PONTE_TEST_LOGS ?? ''
const logs = fs
  .readdirSync(folder)
  .map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')] as const)

/** What the tests type and set; whatever of it reaches a log has slipped past the redaction. */
const TYPED = [
  'ponte-demo',
  'senha-antiga',
  'uma-senha-boa',
  'nova-senha',
  'outra-senha',
  'errada-1',
  'crm-secret-of-tests',
  'event-token-of-tests',
  'secret-key-of-tests',
  'mail-password-of-tests',
  'ponte-tests',
  ...Object.values(TEST_SECRETS),
]
const SHAPES = {
  'a JWT': /eyJ[\w-]{10,}\.[\w-]+/,
  'a refresh token': /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}\.\d+\.[\w-]{43}/,
  'a password hash': /\$argon2id\$|\$2[aby]\$\d\d\$/,
  'a sealed CPF': /v\d+\.[\w-]{50,}/,
  'a cookie': /(access|refresh)_token=(?!\[redacted\])[^"\s]/,
}

test('X-01 the run has logged something to look at: requests, warnings and stops of real gateways', () => {
  const all = logs.map(([, text]) => text).join('')
  expect(logs.length).toBeGreaterThan(30)
  expect(all.split('\n').length).toBeGreaterThan(1000)
  expect(all).toContain('"path":"/auth/login"')
})

test('X-01 no log of the whole run holds a password, a token, a cookie, a key or the secret of the CRM', () => {
  const found = logs.flatMap(([name, text]) => [
    ...TYPED.filter((secret) => text.includes(secret)).map((secret) => `${name}: ${secret}`),
    ...Object.entries(SHAPES)
      .filter(([, shape]) => shape.test(text))
      .map(([what, shape]) => `${name}: ${what}, ${shape.exec(text)?.[0]}`),
  ])
  expect(found).toEqual([])
})

test('X-01 no log of the whole run holds a CPF, with or without punctuation', () => {
  const found = logs.flatMap(([name, text]) =>
    [...text.matchAll(/(?<![\w.-])\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?![\w.-])/g)]
      .filter(([cpf]) => parseCpf(cpf))
      .map(([cpf]) => `${name}: ${cpf}`),
  )
  expect(found).toEqual([])
})
