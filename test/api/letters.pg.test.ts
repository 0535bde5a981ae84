import { expect, test } from 'vitest'
import { startSandbox } from '#sandbox/sandbox.ts'
import { composeLetter } from '#src/accounts/letters.ts'
import { LETTER_KINDS } from '#src/db/schema.ts'
import type { LetterId } from '#src/ids.ts'
import { promise } from '#src/jobs/queue.ts'
import { LOCALES } from '#src/locale.ts'
import { LONGEST_SEND_MS } from '#src/providers/mailer.ts'
import { rudeMailServer } from '#test/mail-server.ts'
import { freePorts, temporaryFolder } from '#test/process.ts'
import { createWorld, tokenOf, type World } from '#test/world.ts'

const MARIA = 'maria.santos@example.com'
const ask = (world: World, who: object = { email: MARIA }) =>
  world.visitor().post('/auth/forgot-password', who)
const reset = (world: World, token: string | undefined) =>
  world.visitor().put('/api/v1/password-resets', { token, new_password: 'nova-senha-1' })
/** As if the worker that sent it had died before it could say so. */
async function forgetSending({ sql, gateway }: World) {
  const [letter] = await sql<{ id: LetterId }[]>`update account_letters set sent_at = null
    where kind = 'reset-password' returning id`
  if (!letter) throw new Error('no letter')
  await promise(gateway.ports.db, 'send-letter', { letterId: letter.id })
}
const jobsOf = ({ sql }: World) => sql`select name, state, last_error from jobs`

test('E-02: the letter is in the language of its reader, in HTML and in text, with the link behind a #', async () => {
  await using world = await createWorld()
  await world.sql`update users set locale = 'ru' where matricula = '1001'`
  await ask(world)
  const letter = await world.letterTo(MARIA)
  expect(letter.subject).toBe('Сброс пароля в Ponte')
  const link = new RegExp(`${world.url}/redefinir-senha#[\\w-]{43}`)
  expect(letter.text).toMatch(link)
  expect(letter.html).toMatch(link)
  expect(letter.html).toContain('<html lang="ru">')
})

test('A-15: the link works for 30 minutes from when the letter left, and not longer', async () => {
  await using world = await createWorld()
  await ask(world)
  const token = tokenOf(await world.letterTo(MARIA))
  world.clock.forward(30 * 60_000 + 1000)
  expect((await reset(world, token)).body).toMatchObject({ code: 'link-not-valid' })
})

test('A-15: the database holds no token, only what tells whether one is right', async () => {
  await using world = await createWorld()
  await ask(world)
  const token = tokenOf(await world.letterTo(MARIA)) ?? ''
  const rows = await world.sql`select * from account_letters`
  expect(JSON.stringify(rows)).not.toContain(token)
  expect(rows[0]?.token_hash).toMatch(/^[0-9a-f]{64}$/)
})

test('A-15: a token is good once, also for two who use it at the same moment', async () => {
  await using world = await createWorld()
  await ask(world)
  const token = tokenOf(await world.letterTo(MARIA))
  const answers = await Promise.all([reset(world, token), reset(world, token), reset(world, token)])
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 400, 400])
})

test('a new password makes the links of earlier letters useless', async () => {
  await using world = await createWorld()
  const tokens: string[] = []
  for (let i = 0; i < 2; i++) {
    await ask(world)
    await world.settle()
    const [latest] = world.sandbox.mailbox.list()
    tokens.push(tokenOf(await world.sandbox.mailbox.read(latest?.id ?? '')) ?? '')
    world.clock.forward(61_000)
  }
  expect(new Set(tokens).size).toBe(2)
  expect((await reset(world, tokens[1])).status).toBe(204)
  expect((await reset(world, tokens[0])).body).toMatchObject({ code: 'link-not-valid' })
})

test('whoever asks again within a minute gets one letter', async () => {
  await using world = await createWorld()
  await ask(world)
  await ask(world, { matricula: '1001' })
  await world.letterTo(MARIA)
  const rows = await world.sql`select 1 from account_letters`
  expect(rows).toHaveLength(1)
})

test('asking for letters is limited for the account, known or not, and is answered alike', async () => {
  await using world = await createWorld()
  for (const email of [MARIA, 'nobody@example.com']) {
    const statuses: number[] = []
    for (let i = 0; i < 4; i++) statuses.push((await ask(world, { email })).status)
    expect(statuses, email).toEqual([200, 200, 200, 429])
  }
})

test('a letter promised while the mail server is away leaves once it is back, with a link that works', async () => {
  using folder = temporaryFolder()
  const port = await freePorts(4)
  const SMTP_URL = `smtp://ponte:sandbox@127.0.0.1:${port + 2}`
  await using world = await createWorld({ SMTP_URL, MAIL_FROM: 'Central <central@example.com>' })
  expect((await ask(world)).status).toBe(200)
  await world.settle()
  expect(await jobsOf(world)).toMatchObject([{ name: 'send-letter', state: 'waiting' }])

  const sandbox = await startSandbox({ port, dataDir: folder.path })
  world.clock.forward(3_600_000)
  await world.settle({ hurry: true })
  expect(await jobsOf(world)).toEqual([])
  const [mail] = sandbox.mailbox.list()
  expect(mail).toMatchObject({ to: [MARIA], from: 'central@example.com' })
  const token = tokenOf(await sandbox.mailbox.read(mail?.id ?? ''))
  expect((await reset(world, token)).status).toBe(204)
  await sandbox.stop()
})

test('a letter that was taken but not noted (we died) is sent again with the same token and message id', async () => {
  await using world = await createWorld()
  await ask(world)
  await world.settle()
  const first = await world.letterTo(MARIA)
  await forgetSending(world)
  await world.settle()
  const raw = world.sandbox.mailbox.list().map(({ id }) => String(world.sandbox.mailbox.raw(id)))
  expect(raw).toHaveLength(2)
  expect(new Set(raw.map((letter) => /^Message-ID: (.+)$/im.exec(letter)?.[1])).size).toBe(1)
  const second = await world.sandbox.mailbox.read(world.sandbox.mailbox.list()[0]?.id ?? '')
  expect(tokenOf(second)).toBe(tokenOf(first))
})

test('a mail server that says nothing does not keep the gateway from stopping; what is unsent stays promised', async () => {
  using server = await rudeMailServer(() => undefined)
  await using world = await createWorld({ SMTP_URL: server.url, MAIL_FROM: 'central@example.com' })
  for (const matricula of ['1001', '1002', '2001']) await ask(world, { matricula })
  await server.connected()
  const startedAt = performance.now()
  await world.gateway.close()
  // It is not waited for until it is given up.
  expect(performance.now() - startedAt).toBeLessThan(LONGEST_SEND_MS)
  expect((await jobsOf(world)).map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting'])
})

test('a letter whose link was closed while it was in hand is not sent again, least of all to the new address', async () => {
  using server = await rudeMailServer(() => undefined)
  await using world = await createWorld({ SMTP_URL: server.url, MAIL_FROM: 'central@example.com' })
  const rita = await world.signIn('9001')
  await ask(world)
  await server.connected()
  await rita.patch('/api/v1/users/1', { email: 'maria.nova@example.com' })
  server[Symbol.dispose]()
  const connections = server.connections()
  await world.settle({ hurry: true })
  expect(server.connections()).toBe(connections)
  expect(await jobsOf(world)).toEqual([])
  expect(await world.sql`select sent_at from account_letters`).toEqual([{ sent_at: null }])
})

test('a letter whose link was used already is not sent again, even if nobody noted that it had left', async () => {
  await using world = await createWorld()
  await ask(world)
  await world.settle()
  const token = tokenOf(await world.letterTo(MARIA))
  expect((await reset(world, token)).status).toBe(204)
  await forgetSending(world)
  await world.settle()
  const subjects = world.sandbox.mailbox.list().map(({ subject }) => subject)
  expect(subjects).toEqual([expect.stringContaining('alterada'), expect.stringContaining('Redefinir')])
})

test('nobody who was deactivated gets a letter, and the answer is the same', async () => {
  await using world = await createWorld()
  await world.sql`update users set is_active = false where matricula = '1001'`
  expect((await ask(world)).body).toEqual({ message: 'Email enviado' })
  expect(await world.sql`select from account_letters`).toHaveLength(0)
  expect(await jobsOf(world)).toEqual([])
})

test('a mail server that says never is believed; one that says not now is asked again', async () => {
  for (const [answer, state] of [
    ['550 no such mailbox', 'dead'],
    ['450 mailbox busy', 'waiting'],
  ] as const) {
    using server = await rudeMailServer((socket) => {
      socket.write('220 hello\r\n')
      socket.on('data', (said) =>
        socket.write(String(said).startsWith('RCPT') ? `${answer}\r\n` : '250 fine\r\n'),
      )
    })
    await using world = await createWorld({ SMTP_URL: server.url, MAIL_FROM: 'central@example.com' })
    await ask(world)
    await world.settle()
    expect(await jobsOf(world), answer).toMatchObject([{ state }])
    expect(await world.sql`select sent_at from account_letters`).toEqual([{ sent_at: null }])
  }
})

test('E-06: automatic letters say that they are automatic', async () => {
  await using world = await createWorld()
  await ask(world)
  const { id } = await world.letterTo(MARIA)
  expect(String(world.sandbox.mailbox.raw(id))).toMatch(/^Auto-Submitted: auto-generated$/im)
})

test('a letter nobody takes is given up after a day, and is shown to a person', async () => {
  const SMTP_URL = `smtp://ponte:sandbox@127.0.0.1:${await freePorts(1)}`
  await using world = await createWorld({ SMTP_URL, MAIL_FROM: 'central@example.com' })
  await ask(world)
  await world.settle()
  world.clock.forward(25 * 3_600_000)
  await world.settle({ hurry: true })
  expect(await jobsOf(world)).toMatchObject([
    { name: 'send-letter', state: 'dead', last_error: expect.stringContaining('Nobody waits') },
  ])
  // Said a moment after it stands in the database.
  await expect.poll(() => world.log(), { timeout: 60_000 }).toContain('a job is dead')
})

test('every letter is whole in every language, and names with markup in them stay text', () => {
  for (const locale of LOCALES) {
    for (const kind of LETTER_KINDS) {
      const letter = composeLetter(kind, locale, {
        name: '<b>Eva</b>',
        publicUrl: 'https://ponte.example.com',
        token: 'tok',
      })
      expect(letter.subject.length).toBeGreaterThan(10)
      expect(letter.text).toContain('https://ponte.example.com/')
      expect(letter.html).not.toContain('<b>Eva')
      expect(letter.html).toContain(`lang="${locale}"`)
      expect(`${letter.subject}${letter.text}`).not.toContain('!')
    }
  }
})
