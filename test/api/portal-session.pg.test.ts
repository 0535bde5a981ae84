import bcrypt from 'bcryptjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld, type World } from '#test/world.ts'

/** Signing in and out on the paths of the existing portal, to the letter: section 1.1 of the seeds. */

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

const USER_OUT = {
  id: expect.any(Number),
  full_name: 'Maria Santos',
  email: 'maria.santos@example.com',
  filial: 'São Paulo',
  matricula: '1001',
  department: 'Financeiro',
  phone_number: null,
  profile_picture_url: null,
  is_active: true,
  is_admin: false,
  created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  updated_at: expect.stringMatching(/Z$/),
}

describe('POST /auth/login', () => {
  test('200 A-01 A-04: matricula and password give LoginResponse with both tokens, and UserOut without CPF', async () => {
    const answer = await world.visitor().post('/auth/login', { matricula: '1001', password: 'ponte-demo' })
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      token: { access_token: expect.any(String), refresh_token: expect.any(String), token_type: 'bearer' },
      user: { ...USER_OUT, role: 'requester', locale: 'pt-BR' },
    })
    expect(answer.text).not.toMatch(/cpf|password/)
  })

  test('200 A-02 A-03 X-01: both cookies are HttpOnly and live for 7 days', async () => {
    const answer = await world.visitor().post('/auth/login', { matricula: '1001', password: 'ponte-demo' })
    const cookies = answer.headers.getSetCookie()
    expect(cookies.map((line) => line.split('=')[0])).toEqual(['access_token', 'refresh_token'])
    for (const line of cookies) expect(line).toMatch(/; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/)
  })

  test('200: extra keys are ignored, as they always were', async () => {
    const body = { matricula: ' 1001 ', password: 'ponte-demo', remember: true }
    expect((await world.visitor().post('/auth/login', body)).status).toBe(200)
  })

  test('401: a wrong password and an unknown matricula get the very same answer', async () => {
    const wrong = await world.visitor().post('/auth/login', { matricula: '1002', password: 'errada-1' })
    const unknown = await world.visitor().post('/auth/login', { matricula: '99999', password: 'errada-1' })
    expect(wrong.status).toBe(401)
    const plain = ({ body }: typeof wrong) => ({ ...(body as object), request_id: '' })
    expect(plain(unknown)).toEqual(plain(wrong))
    expect(wrong.headers.getSetCookie()).toEqual([])
  })

  test('200 A-11 X-01: a bcrypt hash of the portal before lets its owner in and is replaced by argon2id', async () => {
    const hash = await bcrypt.hash('senha-antiga', 4)
    await world.sql`update users set hashed_password = ${hash} where matricula = '2002'`
    await world.signIn('2002', 'senha-antiga')
    const [row] = await world.sql`select hashed_password from users where matricula = '2002'`
    expect(row?.hashed_password).toMatch(/^\$argon2id\$/)
    await world.signIn('2002', 'senha-antiga')
  })

  test('422 D-21: what is missing is told as FastAPI tells it', async () => {
    const answer = await world.visitor().post('/auth/login', { matricula: 1001 })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({
      type: '/problems/invalid-request',
      status: 422,
      code: 'invalid-request',
      success: false,
      detail: [
        { loc: ['body', 'matricula'], msg: 'O valor não é do tipo esperado (string).', type: 'string_type' },
        { loc: ['body', 'password'], msg: 'Preencha este campo.', type: 'missing' },
      ],
      message: 'Alguns dados precisam de correção. Confira os campos indicados.',
      errors: [
        { in: 'body', field: 'matricula', code: 'wrong-type' },
        { in: 'body', field: 'password', code: 'required' },
      ],
    })
  })
})

describe('POST /auth/logout', () => {
  test('200: the session is over at once, for every copy of its token, and both cookies are deleted', async () => {
    const maria = await world.signIn('1001')
    const copy = `Bearer ${maria.cookies.get('access_token')}`
    const answer = await maria.post('/auth/logout')
    expect(answer.body).toEqual({ message: 'Logout realizado' })
    expect(maria.cookies.size).toBe(0)
    const after = await world.visitor().get('/auth/me', { authorization: copy })
    expect(after.status).toBe(401)
    expect(after.body).toMatchObject({ code: 'session-ended' })
  })

  test('200: also when nobody is signed in, or the token has run out', async () => {
    expect((await world.visitor().post('/auth/logout')).body).toEqual({ message: 'Logout realizado' })
    expect(
      (await world.visitor().post('/auth/logout', undefined, { authorization: 'Bearer nonsense' })).status,
    ).toBe(200)
  })
})

describe('POST /auth/refresh-token', () => {
  test('200: a new access token and a new refresh token', async () => {
    const maria = await world.signIn('1001')
    const before = new Map(maria.cookies)
    const answer = await maria.post('/auth/refresh-token')
    expect(answer.body).toEqual({ message: 'Token atualizado' })
    expect(maria.cookies.get('refresh_token')).not.toBe(before.get('refresh_token'))
    expect((await maria.get('/auth/me')).status).toBe(200)
  })

  test('401 A-07: without the cookie, in the words that clients know', async () => {
    const answer = await world.visitor().post('/auth/refresh-token')
    expect(answer.status).toBe(401)
    expect(answer.body).toMatchObject({
      detail: 'Refresh token não encontrado nos cookies',
      code: 'refresh-token-missing',
    })
  })
})

describe('GET /auth/me', () => {
  test('200: UserOut, by cookie and by Bearer', async () => {
    const maria = await world.signIn('1001')
    expect((await maria.get('/auth/me')).body).toMatchObject(USER_OUT)
    const bearer = { authorization: `Bearer ${maria.cookies.get('access_token')}` }
    expect((await world.visitor().get('/auth/me', bearer)).body).toMatchObject(USER_OUT)
  })

  test('401: nobody is signed in', async () => {
    const answer = await world.visitor().get('/auth/me')
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    expect(answer.body).toMatchObject({ code: 'not-signed-in' })
  })
})
