import { describe, expect, test } from 'vitest'
import { withCheckDigits } from '#src/auth/cpf.ts'
import { CLARA } from '#test/people.ts'
import { createWorld } from '#test/world.ts'

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
    expect(await list('limit=2')).toMatchObject({ found: ['1001', '1002'], next_cursor: 'Mg', total: 5 })
    expect(await list('limit=2&cursor=Mg')).toMatchObject({ found: ['2001', '2002'], next_cursor: 'NA' })
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
      'cursor=Wzpd',
      'cursor=MC41',
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
    const maria = await world.signIn('1001')
    expect((await maria.get('/api/v1/team')).status).toBe(403)
    expect((await rita.patch('/api/v1/users/1', { role: 'lead' })).body).toMatchObject({
      role: 'lead',
      is_admin: false,
    })
    expect((await maria.get('/api/v1/team')).status).toBe(200)
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

  test('whoever is deactivated and taken back has to sign in anew: what they held before stays dead', async () => {
    await using world = await createWorld()
    const rita = await world.signIn('9001')
    const maria = await world.signIn('1001')
    for (const is_active of [false, true]) {
      expect((await rita.patch('/api/v1/users/1', { is_active })).body).toMatchObject({ is_active })
    }
    expect((await maria.get('/auth/me')).body).toMatchObject({ code: 'session-ended' })
    expect((await maria.post('/auth/refresh-token')).body).toMatchObject({ code: 'session-ended' })
    await world.signIn('1001')
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

  test('A-12: a CPF that an admin changes is sealed anew, for its owner', async () => {
    await using world = await createWorld()
    const rita = await world.signIn('9001')
    await rita.patch('/api/v1/users/1', { cpf: CLARA.cpf })
    const [row] = await world.sql`select id, cpf, cpf_hash from users where id = 1`
    const { cpfVault } = world.gateway.ports
    expect(cpfVault.open(row?.cpf, row?.id)).toBe(CLARA.cpf)
    expect(row?.cpf_hash).toBe(cpfVault.blindIndex(CLARA.cpf))
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
    const rows =
      await world.sql`select action from audit_log where subject = 'user' and subject_id = ${id} order by id`
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
    const cpfOfMaria = withCheckDigits('000001001')
    const rita = await world.signIn('9001')
    const [before] = await world.sql`select count(*)::int as rows from audit_log`
    await rita.patch('/api/v1/users/me', {})
    await rita.patch('/api/v1/users/me', { department: 'TI' })
    await rita.patch('/api/v1/users/1', { full_name: 'Maria Santos', is_active: true })
    await rita.patch('/api/v1/users/1', { cpf: cpfOfMaria })
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
