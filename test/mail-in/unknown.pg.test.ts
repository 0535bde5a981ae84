import { expect, test } from 'vitest'
import { PNG } from '#test/files/samples.ts'
import { MARIA } from '#test/tickets.ts'
import { createWorld } from '#test/world.ts'
import { bring, MAIL_SECRET, mailOf } from './relay.ts'

const settings = { MAIL_INBOUND_SECRET: MAIL_SECRET, MAIL_FROM: 'ponte@example.com' }
const STRANGER = 'Alguém <alguem@fora.example>'

test('MAIL_UNKNOWN=ticket: somebody who is known files one, once, and nobody gets an account by mail', async () => {
  await using world = await createWorld({ ...settings, MAIL_UNKNOWN: 'ticket' })
  const content = [
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Desde ontem nada imprime',
    '--b',
    'Content-Type: image/png; name=tela.png',
    'Content-Disposition: attachment; filename=tela.png',
    'Content-Transfer-Encoding: base64',
    '',
    PNG.toString('base64'),
    '--b--',
  ].join('\r\n')
  const body = mailOf({ subject: 'Fwd: Re: Impressora parada', content })
  const now = Math.floor(Date.now() / 1000)
  await Promise.all([0, 1, 2].map((n) => bring({ url: world.url, body, timestamp: now - n })))
  await bring({ url: world.url, body: mailOf({ from: STRANGER }) })
  // The team's word is believed of nobody without proof.
  await bring({ url: world.url, body: mailOf({ from: 'João <joao.tech@example.com>' }) })
  await world.settle()
  const rows = await world.sql`select id, title, description, user_id from deals`
  expect(rows).toMatchObject([
    { title: 'Impressora parada', description: 'Desde ontem nada imprime', user_id: MARIA },
  ])
  expect(await world.sql`select filename, ticket_id from files where ticket_id is not null`).toEqual([
    { filename: 'tela.png', ticket_id: rows[0]?.id },
  ])
  const verdicts =
    await world.sql`select verdict, reason, ticket_id from inbound_mails order by verdict desc, reason`
  expect(verdicts).toEqual([
    { verdict: 'ticket', reason: 'new', ticket_id: rows[0]?.id },
    { verdict: 'ignored', reason: 'not-authentic', ticket_id: null },
    { verdict: 'ignored', reason: 'repeated', ticket_id: null },
    { verdict: 'ignored', reason: 'repeated', ticket_id: null },
    { verdict: 'ignored', reason: 'unknown', ticket_id: null },
  ])
  expect(await world.sql`select id from users where email like '%fora.example'`).toEqual([])
})

test('MAIL_UNKNOWN=reply: a stranger is told once a day where to ask, and a machine never', async () => {
  await using world = await createWorld({ ...settings, MAIL_UNKNOWN: 'reply' })
  for (const mail of [
    mailOf({ from: STRANGER }),
    mailOf({ from: STRANGER, text: 'Alguém aí?' }),
    mailOf({ from: 'robo@fora.example', headers: ['Auto-Submitted: auto-generated'] }),
    mailOf({ from: 'mailer-daemon@fora.example' }),
  ]) {
    await bring({ url: world.url, body: mail })
    await world.settle()
  }
  const letters = world.sandbox.mailbox.list()
  expect(letters.map(({ to }) => to)).toEqual([['alguem@fora.example']])
  const raw = String(world.sandbox.mailbox.raw(letters[0]?.id ?? ''))
  expect(raw).toContain('Auto-Submitted: auto-generated')
  expect(raw).toContain(world.url)
  // It comes back as an answer of a machine, or as ours: nobody hears of it any more.
  await bring({ url: world.url, body: raw })
  await world.settle()
  expect(world.sandbox.mailbox.list()).toHaveLength(1)
})
