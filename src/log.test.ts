import { DrizzleQueryError } from 'drizzle-orm/errors'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { withCheckDigits } from './auth/cpf.ts'
import { createLog } from './log.ts'

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  write(createLog({ level: 'trace', destination }))
  return lines.join('')
}

test('O-06: each line is one JSON object with level, time and message', () => {
  const line = logged((log) => log.info({ status: 200 }, 'request'))
  expect(JSON.parse(line)).toEqual({
    level: 'info',
    time: expect.any(String),
    status: 200,
    message: 'request',
  })
})

test('secrets are taken out wherever they stand: by name at any depth, and by shape in any text', () => {
  const cpf = withCheckDigits('390533447')
  const dotted = cpf.replace(/(\d{3})(\d{3})(\d{3})(\d{2})/, '$1.$2.$3-$4')
  const secrets = [
    'hunter2-password',
    'a"b\\c',
    'eyJhbGciOiJIUzI1NiJ9.eyJzaWQiOiJ4In0.c2lnbmF0dXJl',
    cpf,
    dotted,
    'crm5ecret',
    'db-pw',
    'c00kie',
  ]
  const line = logged((log) => {
    log.info({ a: { b: [{ password: 'hunter2-password', new_password: 'a"b\\c' }] } }, 'nested')
    log.info({ headers: { cookie: 'c00kie', authorization: `Bearer ${secrets[2]}` } }, 'headers')
    log.info(`token ${secrets[2]} and cpf ${cpf} or ${dotted}`)
    log.info({ url: 'https://company.bitrix24.com.br/rest/1/crm5ecret/crm.item.add' }, 'call')
    log.info({ cpf: Number(cpf) }, 'as a number')
    log.error({ err: new Error('cannot connect to postgres://ponte:db-pw@db:5432/ponte') }, 'connect')
    log.info('GET /auth/check-availability?field=cpf&value=x&access_token=c00kie')
  })
  for (const secret of secrets) {
    expect(line).not.toContain(secret)
    expect(line).not.toContain(JSON.stringify(secret).slice(1, -1))
  }
  expect(
    line
      .trim()
      .split('\n')
      .map((one) => JSON.parse(one)),
  ).toHaveLength(7)
})

test('secrets are known by the names that the code has for them, and by their own look', () => {
  const proof = 'Aa0_-'.repeat(9).slice(0, 43)
  const texts = {
    refreshToken: 'r-secret',
    hashedPassword: 'h-secret',
    jwt_secret: 'j-secret',
    cpfHash: 'c-secret',
    plain: `0b5cbb34-0000-4000-8000-000000000000.3.${proof} and http://localhost/redefinir-senha#${proof}`,
    inside: JSON.stringify({ password: 'i-secret', name: 'Maria' }),
    sentence: `O CPF é ${withCheckDigits('390533447')}. E com espaços ${withCheckDigits('390533447').replace(/(...)(...)(...)/, '$1 $2 $3-')}.`,
    database: 'postgres://ponte:p@ss@db:5432/ponte',
    hash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
  }
  const line = logged((log) => log.info(texts, 'said'))
  for (const secret of [
    '-secret',
    proof,
    withCheckDigits('390533447'),
    '390 533',
    'p@ss',
    'ss@db',
    'argon2id',
  ]) {
    expect(line).not.toContain(secret)
  }
  expect(line).toContain('Maria')
  expect(line, 'ids stay whole').toContain('0b5cbb34-0000-4000-8000-000000000000')
  expect(
    logged((log) => log.info({ requestId: '12345678-1234-1234-1234-123456789012', dealId: 7405 }, 'x')),
  ).toContain('123456789012')
})

test('whatever the name of a secret is, and whatever shape its value has, it is taken out', () => {
  const names = [
    'password',
    'senha_nova',
    'cpf',
    'refresh_token',
    'Authorization',
    'set-cookie',
    'client_secret',
  ]
  const keys = ['accessKey', 'access_key', 'api_keys', 'apiKey', 'privateKey', 'private_keys']
  for (const name of [...names, ...keys]) {
    const values = ['hunter2', ['hunter2', 'hunter2'], 4_847_372, JSON.stringify({ [name]: 'hunter2' })]
    for (const value of values) {
      expect(
        logged((log) => log.info({ [name]: value }, 'x')),
        name,
      ).not.toMatch(/hunter2|4847372/)
    }
    const told = logged((log) =>
      log.info({ body: JSON.stringify({ [name]: 'hunter2', city: 'Recife' }) }, 'x'),
    )
    expect(told, name).not.toContain('hunter2')
    expect(told, name).toContain('Recife')
  }
})

test('in a sentence or an address, a secret is known by what stands before it', () => {
  const before = [
    'Bearer ',
    'bearer ',
    'Basic ',
    'access_token=',
    'refresh_token=',
    'token=',
    'password=',
    'auth=',
    'cpf=',
    '$argon2id$',
    '$2a$',
    '$2b$',
    '$2x$',
    '$2y$',
    '/rest/1/',
  ]
  for (const beginning of before) {
    const line = logged((log) => log.info(`GET /x?a=1&${beginning}hunter2 said`))
    expect(line, beginning).not.toContain('hunter2')
    expect(line, beginning).toContain('said')
  }
})

test('a database error tells its code and constraint, and never the values of the row', () => {
  const cause = Object.assign(new postgres.PostgresError('duplicate key value'), {
    code: '23505',
    detail: 'Key (email)=(maria@example.com) already exists.',
    constraint_name: 'users_email_is_unique',
  })
  const error = new DrizzleQueryError('insert into users values ($1)', ['maria@example.com'], cause)
  const line = logged((log) => log.error({ err: error }, 'unexpected error'))
  expect(line).not.toContain('maria@example.com')
  expect(JSON.parse(line).err).toMatchObject({
    query: 'insert into users values ($1)',
    cause: { code: '23505', constraint: 'users_email_is_unique' },
  })
  expect(JSON.parse(line).err.stack).toMatch(/^ {4}at /)
})

test('what looks like a place in the stack, but was typed by somebody, is not logged as one', () => {
  const typed = 'Maria\n    at home,$argon2id$SECRET,v1.sealed\n    at file:///x,sealed:1:1'
  const line = logged((log) =>
    log.error({ err: new DrizzleQueryError('insert', [typed], new Error('gone')) }, 'unexpected error'),
  )
  expect(line).not.toMatch(/SECRET|sealed|at home/)
})
