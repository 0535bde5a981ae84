import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withCheckDigits } from '#src/auth/cpf.ts'
import { createWorld, tokenOf, type World } from '#test/world.ts'

/** People on the paths of the existing portal, to the letter: section 1.1 of the seeds. */

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

let people = 0
const newPerson = () => {
  people += 1
  return {
    full_name: `Nova Pessoa ${people}`,
    email: `nova.${people}@example.com`,
    password: 'uma-senha-boa',
    department: 'Compras',
    filial: 'Manaus',
    cpf: withCheckDigits(String(300_000_000 + people)),
    matricula: String(5000 + people),
  }
}

describe('POST /auth/users', () => {
  test('201: a stranger becomes a requester who can sign in', async () => {
    const person = newPerson()
    const answer = await world.visitor().post('/auth/users', person)
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      full_name: person.full_name,
      is_admin: false,
      role: 'requester',
      is_active: true,
    })
    await world.signIn(person.matricula, person.password)
  })

  test('201 A-12: the CPF is stored sealed, and shown to nobody', async () => {
    const person = newPerson()
    const answer = await world.visitor().post('/auth/users', person)
    expect(answer.text).not.toContain(person.cpf)
    const [row] = await world.sql`select * from users where matricula = ${person.matricula}`
    expect(JSON.stringify(row)).not.toContain(person.cpf)
    expect(row?.cpf).toMatch(/^v1\./)
    expect(world.gateway.ports.cpfVault.open(row?.cpf, row?.id)).toBe(person.cpf)
  })

  test('409: a taken matricula, e-mail or CPF, and the field is named', async () => {
    const person = newPerson()
    await world.visitor().post('/auth/users', person)
    const cpf = person.cpf.replace(/(\d{3})(\d{3})(\d{3})(\d{2})/, '$1.$2.$3-$4')
    for (const same of [{ matricula: person.matricula }, { email: person.email.toUpperCase() }, { cpf }]) {
      const answer = await world.visitor().post('/auth/users', { ...newPerson(), ...same })
      expect(answer.status).toBe(409)
      expect(answer.body).toMatchObject({
        code: 'already-registered',
        errors: [{ field: Object.keys(same)[0], code: 'taken' }],
      })
    }
  })

  test('409: of many who sign up with one CPF at the same moment, one account is made', async () => {
    const { cpf } = newPerson()
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => world.visitor().post('/auth/users', { ...newPerson(), cpf })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409])
  })

  test('422 A-09 A-10: CPF by check digits, matricula without leading zero and of at most 8 digits', async () => {
    const wrong = { cpf: '111.111.111-11', matricula: '0123' }
    const answer = await world.visitor().post('/auth/users', { ...newPerson(), ...wrong })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({
      detail: [
        { loc: ['body', 'cpf'], msg: 'CPF inválido. Confira os onze dígitos.', type: 'value_error' },
        { loc: ['body', 'matricula'], type: 'value_error' },
      ],
    })
    for (const matricula of ['123456789', '12a', '', ' ', '-1', '１２']) {
      expect(
        (await world.visitor().post('/auth/users', { ...newPerson(), matricula })).status,
        matricula,
      ).toBe(422)
    }
  })
})

describe('GET, PUT, DELETE /auth/users/{user_id}', () => {
  test('200 A-05: an admin reads a person', async () => {
    const rita = await world.signIn('9001')
    expect((await rita.get('/auth/users/1')).body).toMatchObject({ id: 1, matricula: '1001' })
  })

  test('401, 403: nobody else does', async () => {
    const joao = await world.signIn('2001')
    for (const [method, body] of [['GET'], ['PUT', {}], ['DELETE']] as const) {
      expect((await world.visitor().send(method, '/auth/users/1', body)).status).toBe(401)
      expect((await joao.send(method, '/auth/users/1', body)).status).toBe(403)
    }
  })

  test('404 A-14: no such person, in the words that clients know', async () => {
    const rita = await world.signIn('9001')
    const answer = await rita.get('/auth/users/7777')
    expect(answer.status).toBe(404)
    expect(answer.body).toMatchObject({
      detail: 'Usuário com ID 7777 não encontrado',
      code: 'user-not-found',
    })
  })

  test('200: PUT replaces what a UserRegister says; a new password ends the sessions of the old one', async () => {
    const rita = await world.signIn('9001')
    const person = newPerson()
    const { body } = await world.visitor().post('/auth/users', person)
    const { id } = body as { id: number }
    const own = await world.signIn(person.matricula, person.password)
    const changed = { ...person, full_name: 'Outro Nome', department: 'RH', password: 'outra-senha' }
    const answer = await rita.put(`/auth/users/${id}`, changed)
    expect(answer.body).toMatchObject({ id, full_name: 'Outro Nome', department: 'RH' })
    expect((await own.get('/auth/me')).body).toMatchObject({ code: 'session-ended' })
    await world.signIn(person.matricula, 'outra-senha')
  })

  test("409: PUT cannot take what is somebody else's", async () => {
    const rita = await world.signIn('9001')
    const answer = await rita.put('/auth/users/2', { matricula: '1001' })
    expect(answer.status).toBe(409)
  })

  test('200: DELETE deactivates at once and keeps the row', async () => {
    const rita = await world.signIn('9001')
    const person = newPerson()
    const { body } = await world.visitor().post('/auth/users', person)
    const { id } = body as { id: number }
    const own = await world.signIn(person.matricula, person.password)
    expect((await rita.delete(`/auth/users/${id}`)).body).toMatchObject({ id, is_active: false })
    expect((await own.get('/auth/me')).status).toBe(401)
    expect((await own.post('/auth/refresh-token')).status).toBe(401)
    const login = await world
      .visitor()
      .post('/auth/login', { matricula: person.matricula, password: person.password })
    expect(login.body).toMatchObject({ status: 403, code: 'account-inactive' })
    expect((await rita.get(`/auth/users/${id}`)).body).toMatchObject({ is_active: false })
  })

  test('409: the last admin can neither leave nor be made less', async () => {
    const rita = await world.signIn('9001')
    expect((await rita.delete('/auth/users/5')).body).toMatchObject({ status: 409, code: 'last-admin' })
    expect((await rita.patch('/api/v1/users/5', { role: 'agent' })).body).toMatchObject({
      code: 'last-admin',
    })
    expect((await rita.get('/auth/me')).status).toBe(200)
  })
})

describe('POST /auth/forgot-password and /auth/reset-password', () => {
  test('200 A-15 A-16: the letter leads to a new password; all sessions of the old one are over', async () => {
    const pedro = await world.signIn('1002')
    const asked = await world.visitor().post('/auth/forgot-password', { matricula: '1002' })
    expect(asked.body).toEqual({ message: 'Email enviado' })
    const letter = await world.letterTo('pedro.lima@example.com', /Redefinir/)
    const token = tokenOf(letter)
    const reset = await world.visitor().post('/auth/reset-password', { token, password: 'nova-senha-1' })
    expect(reset.body).toEqual({ message: 'Senha redefinida' })
    expect((await pedro.get('/auth/me')).status).toBe(401)
    expect((await pedro.post('/auth/refresh-token')).status).toBe(401)
    await world.signIn('1002', 'nova-senha-1')
    const old = await world.visitor().post('/auth/login', { matricula: '1002', password: 'ponte-demo' })
    expect(old.status).toBe(401)
    await world.letterTo('pedro.lima@example.com', /alterada/)
    const again = await world.visitor().post('/auth/reset-password', { token, new_password: 'nova-senha-2' })
    expect(again.body).toMatchObject({ status: 400, code: 'link-not-valid' })
  })

  test('200: an unknown address gets the same answer and no letter', async () => {
    const before = world.sandbox.mailbox.list().length
    const answer = await world.visitor().post('/auth/forgot-password', { email: 'nobody@example.com' })
    expect(answer.body).toEqual({ message: 'Email enviado' })
    const [row] = await world.sql`select count(*)::int as letters from account_letters where sent_at is null`
    expect(row?.letters).toBe(0)
    expect(world.sandbox.mailbox.list()).toHaveLength(before)
  })

  test('422: neither address nor matricula; a token without a password', async () => {
    const asked = await world.visitor().post('/auth/forgot-password', {})
    expect(asked.body).toMatchObject({ detail: [{ loc: ['body', 'email'], type: 'missing' }] })
    const reset = await world.visitor().post('/auth/reset-password', { token: 'x' })
    expect(reset.body).toMatchObject({ detail: [{ loc: ['body', 'new_password'], type: 'missing' }] })
  })
})

describe('GET /auth/check-availability', () => {
  test('200 A-08: true is free and false is taken, for e-mail, matricula and CPF', async () => {
    const person = newPerson()
    await world.visitor().post('/auth/users', person)
    const ask = async (field: string, value: string) =>
      (await world.visitor().get(`/auth/check-availability?${new URLSearchParams({ field, value })}`)).body
    expect(await ask('email', 'livre@example.com')).toBe(true)
    expect(await ask('email', person.email.toUpperCase())).toBe(false)
    expect(await ask('matricula', '88888')).toBe(true)
    expect(await ask('matricula', '1001')).toBe(false)
    expect(await ask('cpf', withCheckDigits('987654321'))).toBe(true)
    expect(await ask('cpf', person.cpf)).toBe(false)
  })

  test('422 A-08: any other field, and a CPF that is none', async () => {
    for (const query of [
      'field=full_name&value=x',
      'field=email',
      'value=x',
      'field=cpf&value=12345678900',
    ]) {
      expect((await world.visitor().get(`/auth/check-availability?${query}`)).status, query).toBe(422)
    }
  })

  test('429: whose CPF works here cannot be searched for', async () => {
    await using small = await createWorld()
    const ask = (i: number) => {
      const value = withCheckDigits(String(400_000_000 + i))
      return small.visitor().get(`/auth/check-availability?field=cpf&value=${value}`)
    }
    const statuses: number[] = []
    for (let i = 0; i < 22; i++) statuses.push((await ask(i)).status)
    expect(statuses).toEqual([...Array<number>(20).fill(200), 429, 429])
  })
})

describe('POST /auth/users/me/phone', () => {
  test('200 A-16: under both names of the field, and null takes it away', async () => {
    const joao = await world.signIn('2001')
    const first = await joao.post('/auth/users/me/phone', { phone_number: '(11) 98765-4321' })
    expect(first.body).toMatchObject({ matricula: '2001', phone_number: '(11) 98765-4321' })
    expect((await joao.post('/auth/users/me/phone', { phone: '+55 11 3333-4444' })).body).toMatchObject({
      phone_number: '+55 11 3333-4444',
    })
    expect((await joao.post('/auth/users/me/phone', { phone_number: null })).body).toMatchObject({
      phone_number: null,
    })
  })

  test('401, 422: not for strangers, and not any text', async () => {
    expect((await world.visitor().post('/auth/users/me/phone', { phone: '1' })).status).toBe(401)
    const joao = await world.signIn('2001')
    for (const phone of ['call me', '1'.repeat(21), 12345678]) {
      expect((await joao.post('/auth/users/me/phone', { phone })).status).toBe(422)
    }
    expect((await joao.post('/auth/users/me/phone', {})).status).toBe(422)
  })
})
