import { expect, test } from 'vitest'
import { trimMails } from '#src/mail-in/trim-mails.ts'
import { PNG } from '#test/files/samples.ts'
import { noticed } from '#test/noticed.ts'
import { listen } from '#test/room-client.ts'
import { signedIn } from '#test/signed-in.ts'
import { givenTicket, JOAO, MARIA } from '#test/tickets.ts'
import { bring, MAIL_SECRET, mailOf } from './relay.ts'

const { world, maria, joao } = await signedIn({
  MAIL_INBOUND_SECRET: MAIL_SECRET,
  MAIL_FROM: 'Central <ponte@example.com>',
  MAIL_TRUST_AUTH_RESULTS: 'mx.example.com',
})
const rita = await world.signIn('9001')
const { url } = world

type Message = Record<string, unknown> & { id: number; message: string; files: { filename: string }[] }
type Mail = Record<string, unknown> & { id: number; verdict: string | null; reason: string | null }

/** A ticket that João wrote a mail about, and how that mail is named. */
async function givenMailed(columns: Record<string, unknown> = {}) {
  const ticket = await givenTicket(world, { title: 'VPN', ...columns })
  const answer = await joao.post(`/api/v1/tickets/${ticket.id}/emails`, {
    message: 'Tente de novo, por favor',
  })
  expect(answer.status, answer.text).toBeLessThan(300)
  const [row] = await world.sql<{ mail_message_id: string }[]>`
    select mail_message_id from activities where ticket_id = ${ticket.id} and kind = 'email'`
  return { ...ticket, letter: row?.mail_message_id ?? '' }
}

async function brought(body: string): Promise<Mail> {
  const answer = await bring({ url, body })
  expect(answer.status, answer.text).toBe(202)
  await world.settle()
  const { id } = answer.body as { id: number }
  const { items } = (await rita.get('/api/v1/admin/mail-in?limit=200')).body as { items: Mail[] }
  const mail = items.find((one) => one.id === id)
  if (!mail) throw new Error('a mail was taken and is not listed')
  return mail
}

async function messagesOf(id: number): Promise<Message[]> {
  const { items } = (await maria.get(`/api/v1/tickets/${id}/messages`)).body as { items: Message[] }
  return items
}

test('an answer to our letter is a message of whoever asked for help, without what it quotes', async () => {
  const { id, letter } = await givenMailed()
  const text = [
    'Continua igual.',
    'Segue o que vejo.',
    '',
    'Em seg., 12 de jan. de 2026 às 09:12, Central <ponte@example.com>',
    'escreveu:',
    '',
    '> Tente de novo, por favor',
    '',
    '-- ',
    'Maria Santos',
  ].join('\r\n')
  const mail = await brought(mailOf({ answers: letter, text, messageId: '<resposta-1@mail.example.com>' }))
  expect(mail).toMatchObject({
    verdict: 'message',
    reason: 'reply',
    ticket_id: id,
    from: 'maria.santos@example.com',
  })
  const said = (await messagesOf(id)).at(-1)
  expect(said).toMatchObject({
    id: mail.message_id,
    kind: 'comment',
    source: 'email',
    message: 'Continua igual.\nSegue o que vejo.',
    author: { id: MARIA, name: 'Maria Santos' },
    is_from_user: true,
    body_html: expect.stringContaining('Tente de novo, por favor'),
  })
  expect((await joao.get(`/api/v1/tickets/${id}`)).body).toMatchObject({ is_unread: true })
  const [audit] = await world.sql`select actor_id, after->'by_mail' as by_mail from audit_log
    where subject = 'ticket' and subject_id = ${id} and after->>'message_id' = ${String(mail.message_id)}`
  expect(audit).toEqual({ actor_id: MARIA, by_mail: true })
  // The next letter of the team answers hers.
  await joao.post(`/api/v1/tickets/${id}/emails`, { message: 'E agora?' })
  await world.settle()
  const [sent] = world.sandbox.mailbox.list()
  const raw = String(world.sandbox.mailbox.raw(sent?.id ?? '')).replace(/\r\n\s+/g, ' ')
  expect(raw).toContain('E agora?')
  expect(raw).toMatch(/In-Reply-To: <resposta-1@mail.example.com>/)
  expect(raw).toMatch(/References: <ticket-[0-9a-f-]{36}@localhost> .*<resposta-1@mail.example.com>/)
})

test('the same mail is one message, however often, by however many and with however many attachments it comes', async () => {
  const { id, letter } = await givenMailed()
  const boundary = 'limite'
  const content = [
    `Content-Type: multipart/mixed; boundary=${boundary}`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=iso-8859-1',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'N=E3o abre',
    `--${boundary}`,
    'Content-Type: image/png; name=tela.png',
    'Content-Disposition: attachment; filename=tela.png',
    'Content-Transfer-Encoding: base64',
    '',
    PNG.toString('base64'),
    `--${boundary}`,
    'Content-Type: application/octet-stream; name=virus.exe',
    'Content-Disposition: attachment; filename=virus.exe',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)]).toString('base64'),
    `--${boundary}--`,
  ].join('\r\n')
  const body = mailOf({ answers: letter, content })
  const now = Math.floor(Date.now() / 1000)
  const answers = await Promise.all([0, 1, 2, 3].map((n) => bring({ url, body, timestamp: now - n })))
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202])
  await world.settle()
  const said = (await messagesOf(id)).filter(({ source }) => source === 'email')
  expect(said).toMatchObject([
    {
      message: 'Não abre\n\nAnexo não recebido: virus.exe (este tipo de arquivo não é aceito)',
      files: [{ filename: 'tela.png' }],
    },
  ])
  const { items } = (await rita.get('/api/v1/admin/mail-in?limit=4')).body as { items: Mail[] }
  expect(items.map(({ reason }) => reason).sort()).toEqual(['repeated', 'repeated', 'repeated', 'reply'])
  // Its job may have died between the message and its own end.
  await world.sql`update inbound_mails set verdict = null where reason = 'reply' and ticket_id = ${id}`
  const [row] = await world.sql`select id::int from inbound_mails where verdict is null`
  await world.sql`insert into jobs (name, payload, is_head, lane)
    values ('take-mail', ${world.sql.json({ mailId: row?.id as number })}, true, 2)`
  await world.settle()
  expect((await messagesOf(id)).filter(({ source }) => source === 'email')).toHaveLength(1)
  const [again] = await world.sql`select verdict from inbound_mails where id = ${row?.id as number}`
  expect(again).toEqual({ verdict: 'message' })
})

test('a mail without a Message-ID is known by what is in it', async () => {
  const { id, letter } = await givenMailed()
  const body = mailOf({ answers: letter, messageId: null })
  expect(await brought(body)).toMatchObject({ verdict: 'message' })
  const now = Math.floor(Date.now() / 1000)
  await bring({ url, body, timestamp: now - 7 })
  await world.settle()
  expect((await messagesOf(id)).filter(({ source }) => source === 'email')).toHaveLength(1)
})

test('pictures inside of a mail stand in their places, and nothing in its HTML runs', async () => {
  const { id, letter } = await givenMailed()
  const content = [
    'Content-Type: multipart/related; boundary=b',
    '',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>Veja: <img src="cid:ii_1@mail" alt="tela"><script>alert(1)</script></p>',
    '--b',
    'Content-Type: image/png; name="captura de tela.png"',
    'Content-ID: <ii_1@mail>',
    'Content-Disposition: inline; filename="captura de tela.png"',
    'Content-Transfer-Encoding: base64',
    '',
    PNG.toString('base64'),
    '--b--',
  ].join('\r\n')
  await brought(mailOf({ answers: letter, content }))
  const said = (await messagesOf(id)).at(-1)
  expect(said?.message).toBe('Veja:')
  expect(said?.body_html).toMatch(/<img [^>]*src="\/api\/v1\/attachments\/\d+"/)
  expect(said?.body_html).not.toContain('script')
})

test('whoever has no part in a ticket, forges the team or answers no letter of ours says nothing', async () => {
  const { id, letter } = await givenMailed()
  const before = (await messagesOf(id)).length
  const passed = (from: string, result = 'pass') =>
    `Authentication-Results: mx.example.com; spf=pass smtp.mailfrom=${from};\r\n dmarc=${result} header.from=example.com`
  const pedro = 'Pedro <pedro.lima@example.com>'
  const team = 'João Tech <joao.tech@example.com>'
  for (const [mail, reason] of [
    [mailOf({ answers: letter, from: pedro }), 'not-a-participant'],
    [mailOf({ answers: letter, from: 'Alguém <alguem@fora.example>' }), 'unknown'],
    [mailOf({ answers: letter, from: team }), 'not-authentic'],
    [
      mailOf({ answers: letter, from: team, headers: [passed('x').replace('mx.', 'mx.evil.')] }),
      'not-authentic',
    ],
    [
      mailOf({
        answers: letter,
        from: team,
        headers: ['Authentication-Results: mx.example.com; dmarc=none', passed('x')],
      }),
      'not-authentic',
    ],
    [mailOf({ answers: letter, headers: [passed('maria', 'fail')] }), 'not-authentic'],
    [mailOf({ answers: letter, from: `${pedro}, Maria <maria.santos@example.com>` }), 'sender'],
    [mailOf({ answers: '<feito-a-mao@outro.example>' }), 'no-ticket'],
    [mailOf({ answers: `<sla-1-${MARIA}@localhost>` }), 'no-ticket'],
    [mailOf(), 'no-ticket'],
  ] as const)
    expect(await brought(mail)).toMatchObject({ verdict: 'ignored', reason })
  expect(await messagesOf(id)).toHaveLength(before)
  const believed = await brought(mailOf({ answers: letter, from: team, headers: [passed('joao')] }))
  expect(believed).toMatchObject({ verdict: 'message', ticket_id: id })
  expect((await messagesOf(id)).at(-1)).toMatchObject({ source: 'agent', author: { id: JOAO } })
})

test('machines are not listened to: bounces, absences, lists, and our own letters that come back', async () => {
  const { id, letter } = await givenMailed()
  const before = (await messagesOf(id)).length
  const bounce = [
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Undelivered',
    '--b',
    'Content-Type: message/rfc822',
    '',
    `Message-ID: ${letter}`,
    'Subject: VPN',
    '',
    'Tente de novo',
    '--b--',
  ].join('\r\n')
  for (const [mail, reason] of [
    [mailOf({ from: 'mailer-daemon@mail.example.com', content: bounce }), 'bounce'],
    [mailOf({ answers: letter, headers: ['Return-Path: <>'] }), 'bounce'],
    [mailOf({ answers: letter, headers: ['Auto-Submitted: auto-replied'] }), 'automatic'],
    [mailOf({ answers: letter, headers: ['Precedence: bulk'] }), 'automatic'],
    [mailOf({ answers: letter, headers: ['X-Auto-Response-Suppress: All'] }), 'automatic'],
    [mailOf({ answers: letter, from: 'Central <ponte@example.com>' }), 'own'],
    [mailOf({ messageId: letter }), 'own'],
    [mailOf({ answers: letter, text: '> só citação' }), 'empty'],
  ] as const)
    expect(await brought(mail)).toMatchObject({ verdict: 'ignored', reason })
  expect(await messagesOf(id)).toHaveLength(before)
  const { items } = (await rita.get('/api/v1/admin/mail-in?verdict=ignored&limit=200')).body as {
    items: Mail[]
  }
  expect(items.find(({ reason }) => reason === 'bounce')).toMatchObject({ ticket_id: id })
})

/** As a mail server says that it could not deliver one of ours, or something else about it. */
function reportOf({
  id,
  references = [],
  action = 'failed',
  type = 'delivery-status',
  answers = null,
}: Report) {
  const status = `--b\r\nContent-Type: message/${type}\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\nAction: ${action}\r\n`
  const head = `Message-ID: ${id}\r\nSubject: VPN\r\nReferences:${references.map((one) => `\r\n ${one}`).join('')}\r\n\r\nOi`
  const content = `Content-Type: multipart/report; report-type=${type}; boundary=b\r\n\r\n--b\r\n\r\nReport\r\n${status}--b\r\nContent-Type: text/rfc822-headers\r\n\r\n${head}\r\n--b--`
  return mailOf({ from: 'mailer-daemon@mail.example.com', answers, content })
}
type Report = {
  id: string
  references?: string[]
  action?: string
  type?: string
  answers?: string | null
}

test('a letter that comes back is marked at its message for the team, once; nobody is answered, and nothing that is guessed counts', async () => {
  const { id, deal_id, letter } = await givenMailed()
  const said = async (who = joao) =>
    ((await who.get(`/api/v1/tickets/${id}/messages`)).body as { items: Message[] }).items
  const answered = await joao.post(`/api/v1/tickets/${id}/messages`, { message: 'Alguma novidade?' })
  await noticed(world)
  await world.settle()
  const [notice] = await world.sql<{ id: number; thread: string }[]>`
    select max(notices.id)::int as id, '<ticket-' || origin_key || '@localhost>' as thread
    from notices join deals on deals.id = ticket_id where ticket_id = ${id} and kind = 'agent_reply' group by origin_key`
  const name = `<notice-${notice?.id}@localhost>`
  const sent = world.sandbox.mailbox.list().length
  await using room = await listen(joao)
  await room.joinDeal(deal_id ?? 0)

  for (const nothing of [
    reportOf({ id: letter, action: 'delayed' }),
    reportOf({ id: letter, type: 'disposition-notification', action: 'displayed' }),
    reportOf({ id: name }),
    reportOf({ id: '<somebody-elses@mail.example.com>' }),
  ])
    expect(await brought(nothing)).toMatchObject({ verdict: 'ignored', reason: 'bounce' })
  expect((await said()).map(({ returned_at }) => returned_at)).toEqual([null, null])

  const first = await brought(reportOf({ id: letter, references: [notice?.thread ?? ''] }))
  expect(first).toMatchObject({ ticket_id: id, message_id: (await said())[0]?.id, reason: 'bounce' })
  await room.hears('deal_updated', ({ changes }) => 'activity' in changes)
  expect((await said()).map(({ returned_at }) => returned_at !== null)).toEqual([true, false])
  const [at] = (await said()).map(({ returned_at }) => returned_at)
  const again = reportOf({ id: letter })
  await brought(again)
  const now = Math.floor(Date.now() / 1000)
  await bring({ url, body: again, timestamp: now - 9 })
  await brought(reportOf({ id: name, references: [letter, notice?.thread ?? ''] }))
  expect((await said())[0]?.returned_at, 'as at first').toBe(at)
  expect((await said())[1]).toMatchObject({
    id: (answered.body as Message).id,
    returned_at: expect.any(String),
  })
  expect((await said(maria)).map(({ returned_at }) => returned_at)).toEqual([null, null])
  expect(world.sandbox.mailbox.list()).toHaveLength(sent)
  const { items } = (await joao.get(`/api/v1/tickets/${id}/audit`)).body as { items: { action: string }[] }
  expect(items.filter(({ action }) => action === 'letter-returned')).toHaveLength(3)
})

test('two machines that have found each other are stopped', async () => {
  const { id, letter } = await givenMailed()
  await world.sql`insert into inbound_mails (key, size_bytes, signature, verdict, ticket_id)
    select 'mails/' || n, 1, 'volta ' || n, 'message', ${id} from generate_series(1, 20) n`
  expect(await brought(mailOf({ answers: letter }))).toMatchObject({ verdict: 'ignored', reason: 'too-many' })
})

test('a closed ticket is reopened by a mail as by any other answer', async () => {
  const { id, letter } = await givenMailed()
  await world.sql`update deals set status = 'closed', closed_at = now(), resolved_at = now(), stage_id = 'C19:WON' where id = ${id}`
  expect(await brought(mailOf({ answers: letter }))).toMatchObject({ verdict: 'message' })
  expect((await maria.get(`/api/v1/tickets/${id}`)).body).toMatchObject({ status: 'open' })
})

test('what is no mail at all is kept for admins to see, and forgotten after thirty days', async () => {
  const deep = Array.from(
    { length: 300 },
    (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}`,
  )
  expect(await brought(deep.join('\r\n'))).toMatchObject({ verdict: 'ignored', reason: 'unreadable' })
  expect(await brought('\0\0\0')).toMatchObject({ verdict: 'ignored', reason: 'sender' })
  await world.sql`update inbound_mails set verdict = null where id = (select max(id) from inbound_mails)`
  const ports = { ...world.gateway.ports, clock: () => new Date(Date.now() + 31 * 86_400_000) }
  expect(await trimMails(ports)).toBeGreaterThan(20)
  const left = await world.sql`select key from inbound_mails`
  expect(left, 'what nobody has looked at stays').toHaveLength(1)
  const stored = []
  for await (const { key } of ports.files.list('mails/')) stored.push({ key })
  expect(stored).toEqual([...left])
})
