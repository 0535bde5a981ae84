import { afterAll, beforeAll, expect, test } from 'vitest'
import { sweepAccounts } from '#src/accounts/sweep.ts'
import { withCheckDigits } from '#src/auth/cpf.ts'
import type { Client } from '#test/client.ts'
import { CLARA } from '#test/people.ts'
import { ANA } from '#test/tickets.ts'
import { createWorld, type World } from '#test/world.ts'

/** SIGNUP_MODE=approval. Whoever asks for an account waits until somebody says yes. */

let world: World
let rita: Client
beforeAll(async () => {
  world = await createWorld({ SIGNUP_MODE: 'approval' })
  rita = await world.signIn('9001')
})
afterAll(() => world[Symbol.asyncDispose]())

let asked = 0
/** Asks for an account, and waits. */
async function somebody(more: object = {}) {
  const n = ++asked
  const person = {
    ...CLARA,
    full_name: `Clara ${n}`,
    email: `clara.${n}@empresa.com.br`,
    cpf: withCheckDigits(String(123_123_200 + n)),
    matricula: String(5100 + n),
    ...more,
  }
  const answer = await world.visitor().post('/api/v1/users', person)
  expect(answer.status, answer.text).toBe(202)
  expect(answer.body).toEqual({ is_waiting: true })
  const [row] = await world.sql<
    { id: number }[]
  >`select id from sign_ups where matricula = ${person.matricula}`
  return { person, id: row?.id ?? 0, path: `/api/v1/admin/sign-ups/${row?.id}` }
}

const signIn = ({ matricula, password }: typeof CLARA, path = '/api/v1/session') =>
  world.visitor().post(path, { matricula, password })
const waiting = async (client: Client) =>
  ((await client.get('/api/v1/admin/sign-ups?limit=200')).body as { items: { id: number }[] }).items.map(
    ({ id }) => id,
  )
const lines = async (id: number) =>
  (
    await world.sql`select action from audit_log where subject = 'user' and subject_id = ${id} order by id`
  ).map(({ action }) => action)

test('who asks for an account cannot come in, is told so kindly, and comes in once an admin said yes', async () => {
  const { person, id, path } = await somebody()
  for (const door of ['/api/v1/session', '/auth/login'])
    expect((await signIn(person, door)).body).toMatchObject({ status: 403, code: 'account-waiting' })
  expect((await signIn({ ...person, password: 'nao-e-esta' })).body).toMatchObject({
    code: 'wrong-credentials',
  })
  expect(await waiting(rita)).toContain(id)

  const approved = await rita.post(`${path}/approve`, { role: 'agent', department: 'TI' })
  expect(approved.body).toMatchObject({ id, state: 'approved' })
  const session = await signIn(person)
  expect(session.body).toMatchObject({ user: { id, role: 'agent', department: 'TI', email: person.email } })
  const letter = await world.letterTo(person.email, /liberado/)
  expect(letter.text).toContain(person.matricula)
  expect(letter.text).toContain('/entrar')
  expect(await waiting(rita)).not.toContain(id)
  expect(await lines(id)).toEqual(['account-asked-for', 'user-created'])
  // Sealed to the account from the beginning.
  const [row] = await world.sql`select cpf from users where id = ${id}`
  expect(world.gateway.ports.cpfVault.open(row?.cpf, id as never)).toBe(person.cpf)
})

test('saying it twice at once makes one account, one letter and one line', async () => {
  const { person, id, path } = await somebody()
  const answers = await Promise.all([1, 2, 3].map(() => rita.post(`${path}/approve`, {})))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  await world.letterTo(person.email)
  await world.settle()
  expect(world.sandbox.mailbox.list().filter(({ to }) => to.includes(person.email))).toHaveLength(1)
  expect(await lines(id)).toEqual(['account-asked-for', 'user-created'])
  expect((await rita.post(`${path}/refuse`, { reason: 'Tarde demais' })).body).toMatchObject({
    code: 'sign-up-decided',
  })
})

test('who is refused gets a letter with the reason, leaves no secrets behind, and may ask again', async () => {
  const { person, id, path } = await somebody()
  for (const _ of [1, 2])
    expect((await rita.post(`${path}/refuse`, { reason: 'Matrícula de outra filial' })).body).toMatchObject({
      state: 'refused',
    })
  const letter = await world.letterTo(person.email)
  expect(letter.text).toContain('Motivo: Matrícula de outra filial')
  expect((await signIn(person)).body).toMatchObject({ code: 'wrong-credentials' })
  expect(await lines(id)).toEqual(['account-asked-for', 'account-refused'])
  const [row] = await world.sql`select cpf, cpf_hash, hashed_password from sign_ups where id = ${id}`
  expect(row).toEqual({ cpf: '', cpf_hash: '', hashed_password: '' })
  expect((await rita.post(`${path}/approve`, {})).body).toMatchObject({ code: 'sign-up-decided' })
  expect((await world.visitor().post('/api/v1/users', person)).status).toBe(202)
})

test('a lead lets requesters of the own department in, and nobody else', async () => {
  await world.sql`update users set role = 'lead' where id = ${ANA}`
  const ana = await world.signIn('2002')
  const theirs = await somebody({ department: 'TI' })
  const others = await somebody({ department: 'Compras' })
  const seen = await waiting(ana)
  expect(seen).toContain(theirs.id)
  expect(seen).not.toContain(others.id)
  for (const [verb, body] of [
    ['approve', {}],
    ['refuse', { reason: 'Não conheço' }],
  ] as const)
    expect((await ana.post(`${others.path}/${verb}`, body)).body).toMatchObject({ code: 'sign-up-not-found' })
  for (const body of [{ role: 'admin' }, { role: 'agent' }, { department: 'Compras' }])
    expect((await ana.post(`${theirs.path}/approve`, body)).body).toMatchObject({ code: 'forbidden' })
  expect((await ana.post(`${theirs.path}/approve`, {})).status).toBe(200)
  expect((await signIn(theirs.person)).body).toMatchObject({ user: { role: 'requester' } })
  const joao = await world.signIn('2001')
  expect((await joao.get('/api/v1/admin/sign-ups')).status).toBe(403)
})

test('what somebody has who waits is taken, and what somebody has who is here', async () => {
  const { person } = await somebody()
  const other = {
    ...CLARA,
    email: 'outra@empresa.com.br',
    cpf: withCheckDigits('987654321'),
    matricula: '5999',
  }
  for (const field of ['matricula', 'email', 'cpf'] as const) {
    const answer = await world.visitor().post('/api/v1/users', { ...other, [field]: person[field] })
    expect(answer.body).toMatchObject({ code: 'already-registered', errors: [{ field }] })
    const free = await world.visitor().get(`/api/v1/users/availability?field=${field}&value=${person[field]}`)
    expect(free.body).toEqual({ is_available: false })
  }
  const maria = await world.visitor().post('/api/v1/users', { ...other, matricula: '1001' })
  expect(maria.body).toMatchObject({ code: 'already-registered', errors: [{ field: 'matricula' }] })
  // An admin made it meanwhile.
  expect((await rita.post('/api/v1/users', { ...other, matricula: person.matricula })).status).toBe(201)
  const [row] = await world.sql`select id from sign_ups where matricula = ${person.matricula}`
  const late = await rita.post(`/api/v1/admin/sign-ups/${row?.id}/approve`, {})
  expect(late.body).toMatchObject({ code: 'already-registered', errors: [{ field: 'matricula' }] })
})

test('the existing portal is told the same', async () => {
  const person = {
    ...CLARA,
    email: 'portal@empresa.com.br',
    cpf: withCheckDigits('111222333'),
    matricula: '5888',
  }
  const answer = await world.visitor().post('/auth/users', person)
  expect(answer.status).toBe(202)
  expect(answer.body).toEqual({ is_waiting: true })
})

test('whom nobody answers within 30 days may ask again', async () => {
  const { person, id } = await somebody()
  const { db } = world.gateway.ports
  const after = (days: number) => () => new Date(world.clock.now().getTime() + days * 24 * 3_600_000)
  await sweepAccounts({ db, clock: after(29) })
  expect((await signIn(person)).body).toMatchObject({ code: 'account-waiting' })
  await sweepAccounts({ db, clock: after(31) })
  expect((await signIn(person)).body).toMatchObject({ code: 'wrong-credentials' })
  expect(await lines(id)).toEqual(['account-asked-for', 'account-request-expired'])
})

test('whoever may say yes is told by a letter, once an hour at the most however many ask, and leads of their department alone', async () => {
  const admin = await world.signIn('9001')
  await world.sql`update sign_ups set state = 'refused', told_at = now() where state = 'waiting'`
  await world.settle()
  world.clock.forward(3_600_000)
  const lettersTo = (address: string) =>
    world.sandbox.mailbox
      .list()
      .filter(({ to, subject }) => to.includes(address) && /esperam por você/.test(subject)).length
  const [RITA, ANA_TECH] = ['rita.admin@example.com', 'ana.costa@example.com']
  const before = [lettersTo(RITA), lettersTo(ANA_TECH)]
  const since = () => [lettersTo(RITA) - (before[0] ?? 0), lettersTo(ANA_TECH) - (before[1] ?? 0)]
  await somebody({ department: 'Compras' })
  await world.settle({ hurry: true })
  expect(since()).toEqual([1, 0])

  await somebody({ department: ' ti' })
  const answered = await somebody({ department: 'Compras' })
  await admin.post(`${answered.path}/refuse`, { reason: 'Não conheço' })
  await world.settle()
  expect(since(), 'within the hour').toEqual([1, 0])
  world.clock.forward(3_600_000)
  await world.settle({ hurry: true })
  expect(since()).toEqual([2, 1])
  const letter = await world.letterTo(ANA_TECH, /esperam por você/)
  expect(letter.text).toContain('resposta sua: 1.')
  expect(letter.text).toContain('/admin/pedidos')
  expect((await waiting(await world.signIn('2002'))).length).toBe(1)

  await world.sql`insert into permissions (exceptions) values ('{"lead": {"users:approve": false}}')`
  await somebody({ department: 'TI' })
  world.clock.forward(3_600_000)
  await world.settle({ hurry: true })
  expect(since(), 'whose right was taken hears of nothing').toEqual([3, 1])
  await world.sql`delete from permissions`
})
