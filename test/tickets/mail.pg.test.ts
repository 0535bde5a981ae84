import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { expect, test } from 'vitest'
import { openMailbox } from '#sandbox/smtp/mailbox.ts'
import { startSmtp } from '#sandbox/smtp/smtp.ts'
import type { Client } from '#test/client.ts'
import { rudeMailServer } from '#test/mail-server.ts'
import { freePorts } from '#test/process.ts'
import { createWorld, type World } from '#test/world.ts'
import { commentsOf, type Talked, ticketHere, ticketInCrm, uploadOf } from './talk.ts'

const TO = 'maria.santos@example.com'

const write = (who: Client, { id }: { id: number }, body: Record<string, unknown> = {}) =>
  who.post(`/api/v1/tickets/${id}/emails`, { subject: 'VPN', message: 'Olá', to: TO, ...body })
const activitiesOf = (world: World, { deal_id }: Talked) =>
  world.gateway.ports.crm.readActivities(deal_id, { priority: 'people' })
const statesOf = ({ sql }: World) => sql`select crm_status, crm_error from activities order by id`

test('E-06: with EMAIL_VIA=crm the CRM sends the mail, and we do not', async () => {
  await using world = await createWorld({ EMAIL_VIA: 'crm' })
  const joao = await world.signIn('2001')
  const ticket = await ticketInCrm(world)
  expect((await write(joao, ticket)).status).toBe(201)
  await world.settle()
  await world.letterTo(TO, /VPN/)
  const mails = world.sandbox.mailbox.list()
  expect(mails).toMatchObject([{ to: [TO], subject: `[#${ticket.deal_id}] VPN` }])
  expect(await activitiesOf(world, ticket)).toMatchObject([{ kind: 'email', snapshot: { COMPLETED: 'Y' } }])
  expect(await statesOf(world)).toMatchObject([{ crm_status: 'synced' }])
})

test('E-06: with EMAIL_VIA=crm and a lost answer the mail is sent once', async () => {
  await using world = await createWorld({ EMAIL_VIA: 'crm' })
  const joao = await world.signIn('2001')
  const ticket = await ticketInCrm(world)
  await world.control('PUT', 'faults', [
    { match: { method: 'crm.activity.add' }, effect: 'lost-answer', times: 1 },
  ])
  await write(joao, ticket)
  await world.settle({ hurry: true })
  expect(world.sandbox.mailbox.list()).toHaveLength(1)
  expect(await activitiesOf(world, ticket)).toHaveLength(1)
})

test('with EMAIL_VIA=crm copies and attachments are refused: the CRM would send it without them', async () => {
  await using world = await createWorld({ EMAIL_VIA: 'crm' })
  const joao = await world.signIn('2001')
  const ticket = await ticketHere(world)
  for (const [field, body] of [
    ['cc', { cc: ['x@example.com'] }],
    ['attachments', { attachments: [await uploadOf(joao, 'a.txt')] }],
  ] as const) {
    const answer = await write(joao, ticket, body)
    expect([answer.status, answer.body]).toMatchObject([422, { errors: [{ field }] }])
  }
})

test('while the mail server is away mails wait in their order, and the CRM is told what else is said', async () => {
  const port = await freePorts(1)
  const SMTP_URL = `smtp://ponte:sandbox@127.0.0.1:${port}`
  await using world = await createWorld({ SMTP_URL, MAIL_FROM: 'Ponte <ponte@example.com>' })
  const [maria, joao] = [await world.signIn('1001'), await world.signIn('2001')]
  const ticket = await ticketInCrm(world)
  for (const message of ['um', 'dois']) expect((await write(joao, ticket, { message })).status).toBe(201)
  await maria.post(`/api/v1/tickets/${ticket.id}/messages`, { message: 'Não chegou nada' })
  await world.settle()
  expect(await commentsOf(world, ticket)).toHaveLength(1)
  expect(await activitiesOf(world, ticket)).toEqual([])

  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-mail-'))
  const mailbox = openMailbox(folder)
  const server = await startSmtp({ port, mailbox })
  try {
    await world.settle({ hurry: true })
    const texts = mailbox
      .list()
      // Who works on it is told of the answer by a letter.
      .filter(({ subject }) => !subject.includes('respondeu'))
      .toReversed()
      .map(async ({ id }) => (await mailbox.read(id))?.text.trim())
    expect(await Promise.all(texts)).toEqual(['um', 'dois'])
    expect(await activitiesOf(world, ticket)).toHaveLength(2)
  } finally {
    await server.stop()
    fs.rmSync(folder, { recursive: true })
  }
})

test('a mail that the mail server will never take is shown as failed, with what it said, and CRM and mailbox have nothing', async () => {
  using server = await rudeMailServer((socket) => {
    socket.write('220 hello\r\n')
    socket.on('data', (data) => {
      const line = String(data)
      if (/^rcpt/i.test(line)) socket.write('550 no such user here\r\n')
      else socket.write('250 fine\r\n')
    })
  })
  await using world = await createWorld({ SMTP_URL: server.url, MAIL_FROM: 'Ponte <ponte@example.com>' })
  const joao = await world.signIn('2001')
  const ticket = await ticketInCrm(world)
  await write(joao, ticket)
  await world.settle()
  expect(await statesOf(world)).toMatchObject([
    { crm_status: 'failed', crm_error: expect.stringContaining('550 no such user here') },
  ])
  expect(await activitiesOf(world, ticket)).toEqual([])
  const jobs = await world.sql`select name, state from jobs where name <> 'sla-due'`
  expect(jobs).toMatchObject([{ name: 'send-mail', state: 'dead' }])
})
