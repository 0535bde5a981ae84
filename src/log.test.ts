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

test('each line is one JSON object with level, time and message', () => {
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
})
