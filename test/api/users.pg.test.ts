import { describe, expect, test } from 'vitest'
import { withCheckDigits } from '#src/auth/cpf.ts'
import { CLARA } from '#test/people.ts'
import { createWorld } from '#test/world.ts'

describe('SIGNUP_MODE', () => {
  test('Q7 A-23: domain lets in whoever shows that their company address is theirs', async () => {
    await using world = await createWorld({ SIGNUP_MODE: 'domain', SIGNUP_DOMAINS: 'empresa.com.br' })
    const stranger = await world.visitor().post('/api/v1/users', { ...CLARA, email: 'clara@gmail.example' })
    expect(stranger.body).toMatchObject({ status: 403, code: 'email-domain-not-allowed' })
    const sneaky = await world.visitor().post('/api/v1/users', { ...CLARA, email: 'clara@naoempresa.com.br' })
    expect(sneaky.status).toBe(403)
    expect((await world.visitor().post('/api/v1/users', CLARA)).status).toBe(201)
    const credentials = { matricula: '5001', password: CLARA.password }
    const early = await world.visitor().post('/api/v1/session', credentials)
    expect(early.body).toMatchObject({ status: 403, code: 'email-not-confirmed' })
    const token = /#([\w-]+)/.exec((await world.letterTo(CLARA.email, /Confirme/)).text)?.[1]
    expect((await world.visitor().put('/api/v1/email-confirmations', { token })).status).toBe(204)
    expect((await world.visitor().post('/api/v1/session', credentials)).status).toBe(201)
    expect((await world.visitor().put('/api/v1/email-confirmations', { token })).body).toMatchObject({
      code: 'link-not-valid',
    })
  })

  test('Q7: a letter for one thing does not do another', async () => {
    await using world = await createWorld({ SIGNUP_MODE: 'domain', SIGNUP_DOMAINS: 'empresa.com.br' })
    await world.visitor().post('/api/v1/users', CLARA)
    const token = /#([\w-]+)/.exec((await world.letterTo(CLARA.email)).text)?.[1]
    const reset = await world.visitor().put('/api/v1/password-resets', { token, new_password: 'outra-senha' })
    expect(reset.body).toMatchObject({ code: 'link-not-valid' })
  })

  test('Q7: closed lets in nobody, tells nothing, and does not bind admins', async () => {
    await using world = await createWorld({ SIGNUP_MODE: 'closed' })
    expect((await world.visitor().post('/api/v1/users', CLARA)).body).toMatchObject({
      code: 'sign-up-closed',
    })
    const asked = await world.visitor().get('/api/v1/users/availability?field=matricula&value=1001')
    expect(asked.body).toMatchObject({ code: 'sign-up-closed' })
    const maria = await world.signIn('1001')
    expect((await maria.post('/api/v1/users', CLARA)).status).toBe(403)
    const rita = await world.signIn('9001')
    const made = await rita.post('/api/v1/users', CLARA)
    expect(made.status).toBe(201)
    expect(made.headers.get('location')).toBe(`/api/v1/users/${(made.body as { id: number }).id}`)
    await world.signIn('5001', CLARA.password)
  })

  test('an old token in the browser does not keep anybody from signing up', async () => {
    await using world = await createWorld()
    const client = await world.signIn('1001')
    world.clock.forward(3_600_000)
    expect((await client.post('/api/v1/users', CLARA)).status).toBe(201)
  })
})

describe('people, for admins', () => {
  test('D-23: a list by page, by skip and by cursor, filtered and searched', async () => {
    await using world = await createWorld()
    const rita = await world.signIn('9001')
    const list = async (query: string) => {
      const { body, status } = await rita.get(`/api/v1/users?${query}`)
      expect(status).toBe(200)
      const { items, ...rest } = body as { items: { matricula: string }[] }
      return { found: items.map(({ matricula }) => matricula), ...rest }
    }
    expect(await list('')).toEqual({
      found: ['1001', '1002', '2001', '2002', '9001'],
      total: 5,
      next_cursor: null,
      page: 1,
      limit: 20,
      skip: 0,
    })
    expect(await list('limit=2')).toMatchObject({ found: ['1001', '1002'], next_cursor: 2, total: 5 })
    expect(await list('limit=2&cursor=2')).toMatchObject({ found: ['2001', '2002'], next_cursor: 4 })
    expect(await list('limit=2&page=3')).toMatchObject({ found: ['9001'], page: 3, skip: 4 })
    expect(await list('limit=2&skip=1')).toMatchObject({ found: ['1002', '2001'] })
    expect(await list('role=agent')).toMatchObject({ found: ['2001', '2002'], total: 2 })
    expect(await list('q=joão')).toMatchObject({ found: ['2001'] })
    expect(await list('q=1002')).toMatchObject({ found: ['1002'] })
    expect(await list('q=%25')).toMatchObject({ found: [], total: 0 })
    expect(await list('is_active=false')).toMatchObject({ found: [] })
    for (const query of [
      'limit=0',
      'limit=201',
      'page=0',
      'cursor=x',
      'skip=-1',
      'role=king',
      'is_active=1',
    ]) {
      expect((await rita.get(`/api/v1/users?${query}`)).status, query).toBe(422)
    }
  })

  test('A-21: an admin gives and takes roles, and it counts for the very next request', async () => {
    await using world = await createWorld()
    const rita = await world.signIn('9001')
    const joao = await world.signIn('2001')
    expect((await joao.get('/api/v1/users')).status).toBe(403)
    expect((await rita.patch('/api/v1/users/3', { role: 'admin' })).body).toMatchObject({
      role: 'admin',
      is_admin: true,
    })
    expect((await joao.get('/api/v1/users')).status).toBe(200)
    expect((await joao.patch('/api/v1/users/5', { is_active: false })).status).toBe(200)
    expect((await rita.get('/auth/me')).status).toBe(401)
    expect((await joao.patch('/api/v1/users/3', { role: 'agent' })).body).toMatchObject({
      code: 'last-admin',
    })
  })

  test('two admins who remove each other at the same moment: one of them stays', async () => {
    await using world = await createWorld()
    const rita = await world.signIn('9001')
    await rita.patch('/api/v1/users/3', { role: 'admin' })
    const joao = await world.signIn('2001')
    await Promise.all([rita.delete('/api/v1/users/3'), joao.delete('/api/v1/users/5')])
    const [row] =
      await world.sql`select count(*)::int as admins from users where role = 'admin' and is_active`
    expect(row?.admins).toBe(1)
  })

  test('unknown fields are refused here, and named', async () => {
    await using world = await createWorld()
    const rita = await world.signIn('9001')
    const answer = await rita.patch('/api/v1/users/1', { is_admin: true })
    expect(answer.body).toMatchObject({
      status: 422,
      detail: 'Alguns dados precisam de correção. Confira os campos indicados.',
      errors: [{ code: 'unknown-field', message: 'Este campo não existe: is_admin.' }],
    })
  })
})

describe('links in letters', () => {
  const tokenOf = (text: string) => /#([\w-]+)/.exec(text)?.[1]

  test('open nothing once an admin changed address or password, or deactivated the account', async () => {
    for (const change of [
      { email: 'ana.nova@example.com' },
      { password: 'do-admin-123' },
      { is_active: false },
    ]) {
      await using world = await createWorld()
      const rita = await world.signIn('9001')
      await world.visitor().post('/api/v1/password-resets', { matricula: '2002' })
      const token = tokenOf((await world.letterTo('ana.costa@example.com')).text)
      expect((await rita.patch('/api/v1/users/4', change)).status).toBe(200)
      await rita.patch('/api/v1/users/4', { is_active: true })
      const reset = await world
        .visitor()
        .put('/api/v1/password-resets', { token, new_password: 'do-ladrao-1' })
      expect(reset.body, JSON.stringify(change)).toMatchObject({ code: 'link-not-valid' })
    }
  })

  test('that confirm one address do not confirm another', async () => {
    await using world = await createWorld({ SIGNUP_MODE: 'domain', SIGNUP_DOMAINS: 'empresa.com.br' })
    const { body } = await world.visitor().post('/api/v1/users', CLARA)
    const token = tokenOf((await world.letterTo(CLARA.email)).text)
    const rita = await world.signIn('9001')
    await rita.patch(`/api/v1/users/${(body as { id: number }).id}`, { email: 'clara.nova@empresa.com.br' })
    expect((await world.visitor().put('/api/v1/email-confirmations', { token })).body).toMatchObject({
      code: 'link-not-valid',
    })
    await world.signIn('5001', CLARA.password)
  })

  test('can be asked for again at once after one was used', async () => {
    await using world = await createWorld()
    for (const round of [1, 2]) {
      await world.visitor().post('/api/v1/password-resets', { matricula: '1001' })
      const rows = await world.sql`select 1 from account_letters where kind = 'reset-password'`
      expect(rows).toHaveLength(round)
      await world.sql`update account_letters set link_used_at = now()`
    }
  })
})

describe('names', () => {
  test('are one line of letters, because letters to strangers begin with them', async () => {
    await using world = await createWorld()
    const bad = [
      'a\nb',
      'a\r\nb',
      'a\u202eb',
      'a\u0007b',
      'see http://evil.example',
      '<b>x</b>',
      'x@y',
      '\u2028x\u2028y',
    ]
    for (const full_name of bad) {
      expect((await world.visitor().post('/api/v1/users', { ...CLARA, full_name })).status, full_name).toBe(
        422,
      )
    }
    const good = ["Ana Maria d'Ávila-Souza Jr.", 'Дмитрий Иванов', '李小龍', 'José (TI) 2']
    for (const [i, full_name] of good.entries()) {
      const person = {
        ...CLARA,
        full_name,
        email: `p${i}@empresa.com.br`,
        matricula: String(6000 + i),
        cpf: withCheckDigits(String(500_000_000 + i)),
      }
      expect((await world.visitor().post('/api/v1/users', person)).status, full_name).toBe(201)
    }
  })
})

describe('the own profile', () => {
  test('is changed in part, and never in role, matricula or e-mail', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const answer = await maria.patch('/api/v1/users/me', { phone_number: '11 98765-4321', locale: 'es' })
    expect(answer.body).toMatchObject({
      phone_number: '11 98765-4321',
      locale: 'es',
      department: 'Financeiro',
    })
    for (const sneaky of [
      { role: 'admin' },
      { matricula: '1' },
      { email: 'x@example.com' },
      { is_active: true },
    ]) {
      expect((await maria.patch('/api/v1/users/me', sneaky)).status).toBe(422)
    }
    expect((await maria.get('/api/v1/users/me')).body).toMatchObject({ role: 'requester' })
  })

  test('a new password needs the current one, signs out the other devices, and is told by letter', async () => {
    await using world = await createWorld()
    const [here, there] = [await world.signIn('1001'), await world.signIn('1001')]
    const change = (current_password: string) =>
      here.put('/api/v1/users/me/password', { current_password, new_password: 'nova-senha-1' })
    expect((await change('wrong')).body).toMatchObject({
      code: 'current-password-wrong',
      errors: [{ field: 'current_password' }],
    })
    expect((await change('ponte-demo')).status).toBe(204)
    expect((await here.get('/auth/me')).status).toBe(200)
    expect((await there.get('/auth/me')).status).toBe(401)
    await world.letterTo('maria.santos@example.com', /alterada/)
    await world.signIn('1001', 'nova-senha-1')
  })

  test('guessing the current password on a borrowed screen is slowed down like signing in', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const guess = () =>
      maria.put('/api/v1/users/me/password', { current_password: 'wrong', new_password: 'nova-senha-1' })
    const statuses: number[] = []
    for (let i = 0; i < 6; i++) statuses.push((await guess()).status)
    expect(statuses).toEqual([403, 403, 403, 403, 403, 429])
  })
})

describe('the audit log', () => {
  test('O-11: says who changed what, from what to what, from where, and never a secret', async () => {
    await using world = await createWorld()
    const rita = await world.signIn('9001')
    const change = { department: 'RH', password: 'outra-senha', cpf: CLARA.cpf }
    await rita.patch('/api/v1/users/1', change, { 'x-request-id': 'request-of-rita' })
    const [row] = await world.sql`select * from audit_log order by id desc limit 1`
    expect(row).toMatchObject({
      actor_id: 5,
      action: 'user-changed',
      subject: 'user',
      subject_id: 1,
      before: { department: 'Financeiro' },
      after: { department: 'RH', password_changed: true, cpf_changed: true },
      address: '127.0.0.1',
      request_id: 'request-of-rita',
    })
    const [types] =
      await world.sql`select jsonb_typeof(before) as before, jsonb_typeof(after) as after from audit_log where id = ${row?.id}`
    expect(types).toEqual({ before: 'object', after: 'object' })
    expect(JSON.stringify(row)).not.toMatch(new RegExp(`outra-senha|${CLARA.cpf}|argon2`))
  })

  test('O-11: every change of an account leaves a row', async () => {
    await using world = await createWorld()
    const { body } = await world.visitor().post('/api/v1/users', CLARA)
    const { id } = body as { id: number }
    const clara = await world.signIn('5001', CLARA.password)
    await clara.patch('/api/v1/users/me', { full_name: 'Clara N.' })
    await clara.put('/api/v1/users/me/password', {
      current_password: CLARA.password,
      new_password: 'nova-senha-1',
    })
    const rita = await world.signIn('9001')
    await rita.delete(`/api/v1/users/${id}`)
    const rows = await world.sql`select action from audit_log where subject_id = ${id} order by id`
    expect(rows.map(({ action }) => action)).toEqual([
      'user-created',
      'profile-changed',
      'password-changed',
      'user-deactivated',
    ])
  })

  test('O-11: its rows are neither changed nor deleted, whoever asks', async () => {
    await using world = await createWorld()
    for (const statement of [
      'update audit_log set action = action',
      'delete from audit_log',
      'truncate audit_log',
    ]) {
      await expect(world.sql.unsafe(statement), statement).rejects.toThrow(
        'rows of audit_log are never changed',
      )
    }
  })

  test('a change that changes nothing leaves no row', async () => {
    await using world = await createWorld()
    const rita = await world.signIn('9001')
    const [before] = await world.sql`select count(*)::int as rows from audit_log`
    await rita.patch('/api/v1/users/me', {})
    await rita.patch('/api/v1/users/me', { department: 'TI' })
    await rita.patch('/api/v1/users/1', { full_name: 'Maria Santos', is_active: true })
    expect(await world.sql`select count(*)::int as rows from audit_log`).toEqual([before])
  })

  test('a change that is refused leaves no row', async () => {
    await using world = await createWorld()
    const rita = await world.signIn('9001')
    const [before] = await world.sql`select count(*)::int as rows from audit_log`
    await rita.delete('/api/v1/users/5')
    await rita.patch('/api/v1/users/2', { matricula: '1001' })
    expect(await world.sql`select count(*)::int as rows from audit_log`).toEqual([before])
  })
})
