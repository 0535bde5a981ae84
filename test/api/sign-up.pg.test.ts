import { describe, expect, test } from 'vitest'
import { withCheckDigits } from '#src/auth/cpf.ts'
import { CLARA } from '#test/people.ts'
import { createWorld, tokenOf } from '#test/world.ts'

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
    const token = tokenOf(await world.letterTo(CLARA.email, /Confirme/))
    expect((await world.visitor().put('/api/v1/email-confirmations', { token })).status).toBe(204)
    expect((await world.visitor().post('/api/v1/session', credentials)).status).toBe(201)
    expect((await world.visitor().put('/api/v1/email-confirmations', { token })).body).toMatchObject({
      code: 'link-not-valid',
    })
  })

  test('Q7: a letter for one thing does not do another', async () => {
    await using world = await createWorld({ SIGNUP_MODE: 'domain', SIGNUP_DOMAINS: 'empresa.com.br' })
    await world.visitor().post('/api/v1/users', CLARA)
    const token = tokenOf(await world.letterTo(CLARA.email))
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

  test('an admin whose token has run out is told to renew it where strangers may not sign up', async () => {
    const settings = [
      { SIGNUP_MODE: 'closed' },
      { SIGNUP_MODE: 'domain', SIGNUP_DOMAINS: 'outra.com.br' },
    ] as const
    for (const mode of settings) {
      await using world = await createWorld(mode)
      const rita = await world.signIn('9001')
      world.clock.forward(3_600_000)
      for (const path of ['/api/v1/users', '/auth/users']) {
        expect((await rita.post(path, CLARA)).body).toMatchObject({ status: 401, code: 'token-expired' })
      }
      await rita.post('/api/v1/session/refresh')
      expect((await rita.post('/api/v1/users', CLARA)).status).toBe(201)
    }
  })

  test('an old token in the browser does not keep anybody from signing up', async () => {
    await using world = await createWorld()
    const client = await world.signIn('1001')
    world.clock.forward(3_600_000)
    expect((await client.post('/api/v1/users', CLARA)).status).toBe(201)
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
