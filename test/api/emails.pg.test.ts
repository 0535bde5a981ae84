import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Mail } from '#sandbox/smtp/mailbox.ts'
import type { Client } from '#test/client.ts'
import { signedIn } from '#test/signed-in.ts'
import { commentsOf, rowOf, type Talked, ticketHere, ticketInCrm, uploadOf } from '#test/tickets/talk.ts'
import { JOAO } from '#test/tickets.ts'

const SENDER = 'suporte@example.com'
const MARIA_EMAIL = 'maria.santos@example.com'
const JOAO_EMAIL = 'joao.tech@example.com'
const inCharge = {
  responsible_id: JOAO,
  responsible: 'João Tech',
  responsible_email: 'Joao.Tech@example.com',
}

const { world, maria, pedro, joao } = await signedIn({ MAIL_SENDERS: SENDER })
beforeEach(async () => {
  await world.settle()
  world.sandbox.mailbox.clear()
})

type Sent = Mail & { headers: string }

const write = (who: Client, { id }: { id: number }, body: Record<string, unknown>) =>
  who.post(`/api/v1/tickets/${id}/emails`, body)
const portal = (who: Client, body: unknown, headers?: Record<string, string>) =>
  who.post('/send-email', body, headers)
const portalMail = ({ deal_id }: Pick<Talked, 'deal_id'>, more: Record<string, unknown> = {}) => ({
  deal_id,
  from_email: SENDER,
  to_email: MARIA_EMAIL,
  subject: 'Sobre o chamado',
  message: 'Bom dia,\ncomo vai?',
  ...more,
})
/** All that were sent, the oldest first. */
async function sent(): Promise<Sent[]> {
  await world.settle()
  const { mailbox } = world.sandbox
  const all = mailbox
    .list()
    .toReversed()
    .map(async ({ id }) => {
      const mail = await mailbox.read(id)
      if (!mail) throw new Error('a mail is gone')
      const raw = String(mailbox.raw(id))
      return { ...mail, headers: raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ') }
    })
  // Letters about it are none of them: see notices.
  return (await Promise.all(all)).filter(({ headers }) => !/^Message-ID: <notice-/im.test(headers))
}
const headerOf = ({ headers }: Sent, name: string) =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1]?.trim()
const activitiesOf = ({ deal_id }: Talked) =>
  world.gateway.ports.crm.readActivities(deal_id, { priority: 'people' })
const rowsOf = ({ id }: { id: number }) =>
  world.sql`select * from activities where ticket_id = ${id} and kind = 'email' order by id`

describe('200', () => {
  test('E-01, E-06, 20.9: the portal sends a mail, once, and the CRM notes it as sent by us', async () => {
    const ticket = await ticketInCrm(world)
    const answer = await portal(joao, portalMail(ticket))
    expect([answer.status, answer.body]).toEqual([200, { status: 'success' }])
    const [mail, ...others] = await sent()
    expect(others).toEqual([])
    expect(mail).toMatchObject({
      to: [MARIA_EMAIL],
      from: SENDER,
      subject: `[#${ticket.deal_id}] Sobre o chamado`,
      text: 'Bom dia,\ncomo vai?\n',
      html: expect.stringContaining('Bom dia,<br>'),
    })
    if (!mail) throw new Error('no mail')
    expect(headerOf(mail, 'Message-ID')).toMatch(/^<[0-9a-f-]{36}@localhost>$/)
    expect(headerOf(mail, 'Auto-Submitted')).toBeUndefined()
    expect(headerOf(mail, 'References')).toMatch(/^<ticket-[0-9a-f-]{36}@localhost>$/)
    expect(await activitiesOf(ticket)).toMatchObject([
      {
        kind: 'email',
        direction: 'outgoing',
        subject: `[#${ticket.deal_id}] Sobre o chamado`,
        contacts: [MARIA_EMAIL],
        snapshot: { COMPLETED: 'N' },
      },
    ])
    expect(await rowsOf(ticket)).toMatchObject([
      { crm_status: 'synced', external_kind: 'activity', direction: 'outgoing', source: 'agent' },
    ])
    expect(await commentsOf(world, ticket)).toEqual([])
  })

  test('E-06: the same mail again at once is a second click; later, it is a second mail', async () => {
    const ticket = await ticketInCrm(world)
    const answers = await Promise.all([1, 2, 3].map(() => portal(joao, portalMail(ticket))))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(await rowsOf(ticket)).toHaveLength(1)
    await portal(joao, portalMail(ticket, { message: 'Outra coisa' }))
    await world.sql`update activities set created_at = created_at - interval '11 seconds' where ticket_id = ${ticket.id}`
    await portal(joao, portalMail(ticket))
    expect(await sent()).toHaveLength(3)
  })

  test('T-17: with one Idempotency-Key it is one mail, and with two it is two', async () => {
    const ticket = await ticketInCrm(world)
    for (const key of ['mail-1', 'mail-1', 'mail-2'])
      expect((await portal(joao, portalMail(ticket), { 'idempotency-key': key })).status).toBe(200)
    expect(await sent()).toHaveLength(2)
    const other = await portal(joao, portalMail(ticket, { message: 'Outra' }), {
      'idempotency-key': 'mail-1',
    })
    expect([other.status, other.body]).toMatchObject([422, { code: 'idempotency-key-reused' }])
  })
})

describe('201', () => {
  test('E-06: mails of one ticket are one conversation, in their order, by ids of their own', async () => {
    const ticket = await ticketInCrm(world, inCharge)
    const subject = `Re: [#${ticket.deal_id}] VPN [#${ticket.deal_id}]`
    for (const message of ['um', 'dois', 'três']) await write(joao, ticket, { subject, message })
    const mails = await sent()
    expect(mails.map(({ text }) => text.trim())).toEqual(['um', 'dois', 'três'])
    expect(mails.map((mail) => mail.subject)).toEqual(Array(3).fill(`[#${ticket.deal_id}] Re: VPN`))
    const ids = mails.map((mail) => headerOf(mail, 'Message-ID'))
    expect(new Set(ids).size).toBe(3)
    // It begins with the ticket itself, which answers are found by.
    const [row] = await world.sql`select origin_key from deals where id = ${ticket.id}`
    const thread = `<ticket-${row?.origin_key}@localhost>`
    expect(mails.map((mail) => headerOf(mail, 'In-Reply-To'))).toEqual([thread, ids[0], ids[1]])
    expect(mails.map((mail) => headerOf(mail, 'References'))).toEqual([
      thread,
      `${thread} ${ids[0]}`,
      `${thread} ${ids[0]} ${ids[1]}`,
    ])
  })

  test('by default it goes to the other side, from our own address, about the title', async () => {
    const ticket = await ticketInCrm(world, { ...inCharge, title: 'Sem acesso à VPN' })
    const first = await write(joao, ticket, { message: 'Olá' })
    expect([first.status, first.body]).toMatchObject([
      201,
      {
        kind: 'email',
        direction: 'outgoing',
        from_email: 'ponte@example.com',
        to_email: MARIA_EMAIL,
        subject: 'Sem acesso à VPN',
        sender_type: 'admin',
        body_html: '<p>Olá</p>',
      },
    ])
    const second = await write(maria, ticket, { message: 'Oi' })
    expect(second.body).toMatchObject({ to_email: JOAO_EMAIL, sender_type: 'user', is_from_user: true })
    const mails = await sent()
    expect(mails.map(({ subject }) => subject)).toEqual(
      Array(2).fill(`[#${ticket.deal_id}] Sem acesso à VPN`),
    )
    expect(mails[0] && headerOf(mails[0], 'From')).toBe('Ponte <ponte@example.com>')
  })

  test('with copies and attachments, whose bytes come out of the store', async () => {
    const ticket = await ticketInCrm(world)
    const attachments = [await uploadOf(joao, 'relatório.txt')]
    const cc = ['fora@parceiro.example', MARIA_EMAIL]
    const answer = await write(joao, ticket, { message: 'Segue', cc, attachments })
    expect(answer.body).toMatchObject({ to_email: `${MARIA_EMAIL}, fora@parceiro.example` })
    const [mail] = await sent()
    expect(mail?.to).toEqual([MARIA_EMAIL, 'fora@parceiro.example'])
    expect(mail?.attachments).toMatchObject([{ filename: 'relatório.txt' }])
    expect(mail && headerOf(mail, 'Cc')).toBe('fora@parceiro.example')
  })

  test('0.3: a mail of the team is an answer, and a mail of the requester asks for one', async () => {
    const ticket = await ticketHere(world)
    await write(joao, ticket, { message: 'Vou ver' })
    expect(await rowOf(world, ticket)).toMatchObject({
      status: 'in_progress',
      responsible_id: JOAO,
      is_unread: true,
      message_count: 1,
    })
    expect((await rowOf(world, ticket)).first_response_at).not.toBeNull()
    await world.sql`update deals set status = 'waiting_for_user' where id = ${ticket.id}`
    await write(maria, ticket, { message: 'Aqui está' })
    expect(await rowOf(world, ticket)).toMatchObject({ status: 'in_progress', is_unread_by_team: true })
  })

  test('a mail about what was closed long ago is sent, and opens nothing', async () => {
    const ticket = await ticketHere(world, { ...inCharge, status: 'closed', closed_at: new Date(0) })
    expect((await write(maria, ticket, { message: 'Obrigada mesmo assim' })).status).toBe(201)
    expect(await rowOf(world, ticket)).toMatchObject({ status: 'closed' })
    expect(await world.sql`select from deals where related is not null`).toHaveLength(0)
  })

  test('while there is no deal it carries the number of the ticket, and waits for nothing', async () => {
    const ticket = await ticketHere(world)
    await write(joao, ticket, { subject: 'VPN', message: 'Olá' })
    expect((await sent()).map(({ subject }) => subject)).toEqual([`[${ticket.ticket_number}] VPN`])
  })

  test('M-11: the same client_id is the same mail', async () => {
    const ticket = await ticketHere(world)
    const body = { message: 'Uma vez', client_id: randomUUID() }
    expect([(await write(joao, ticket, body)).status, (await write(joao, ticket, body)).status]).toEqual([
      201, 200,
    ])
    expect(await sent()).toHaveLength(1)
  })

  test('M-12: nothing of a note is in a mail', async () => {
    const ticket = await ticketHere(world)
    await joao.post(`/api/v1/tickets/${ticket.id}/messages`, { message: 'SEGREDO', is_internal: true })
    await write(joao, ticket, { message: 'Olá' })
    const [mail] = await sent()
    expect(JSON.stringify(mail)).not.toContain('SEGREDO')
  })
})

describe('403', () => {
  test('E-05: only our own addresses write, whoever asks', async () => {
    const ticket = await ticketInCrm(world)
    for (const answer of [
      await portal(joao, portalMail(ticket, { from_email: JOAO_EMAIL })),
      await write(joao, ticket, { message: 'Oi', from: 'presidente@example.com' }),
    ])
      expect([answer.status, answer.body]).toMatchObject([403, { code: 'sender-not-allowed' }])
    expect(await rowsOf(ticket)).toHaveLength(0)
  })

  test('E-05: requesters write to people of their ticket; the team writes to whomever', async () => {
    const ticket = await ticketHere(world, inCharge)
    const stranger = 'estranho@example.net'
    for (const body of [{ to: stranger }, { to: JOAO_EMAIL, cc: [stranger] }]) {
      const answer = await write(maria, ticket, { message: 'Oi', ...body })
      expect([answer.status, answer.body]).toMatchObject([403, { code: 'recipient-not-allowed' }])
    }
    expect((await write(maria, ticket, { message: 'Oi', to: 'JOAO.tech@example.com' })).status).toBe(201)
    expect((await write(joao, ticket, { message: 'Oi', to: stranger })).status).toBe(201)
  })

  test('E-06: nobody writes to ourselves, or mails would answer each other without end', async () => {
    const ticket = await ticketHere(world)
    for (const to of [SENDER, 'PONTE@example.com']) {
      const answer = await write(joao, ticket, { message: 'Oi', to })
      expect([answer.status, answer.body]).toMatchObject([403, { code: 'recipient-not-allowed' }])
    }
  })
})

test('404: to strangers there is no such ticket', async () => {
  const ticket = await ticketInCrm(world)
  expect((await write(pedro, ticket, { message: 'Oi', to: MARIA_EMAIL })).status).toBe(404)
  expect((await portal(pedro, portalMail(ticket))).status).toBe(404)
  expect((await portal(joao, portalMail({ deal_id: 999_999 as never }))).status).toBe(404)
})

describe('422', () => {
  const evil = 'a\r\nBcc: all@example.com'
  test.each([
    ['a line break in the subject', { subject: evil }],
    ['a line break in an address', { to_email: `maria@example.com\r\nBcc: x@example.com` }],
    ['two addresses in one', { to_email: 'maria@example.com, x@example.com' }],
    ['a name around the address', { to_email: 'Maria <maria@example.com>' }],
    ['a sender with a line break', { from_email: `${SENDER}\nX: y` }],
    ['no text', { message: '' }],
    ['20,001 characters', { message: 'x'.repeat(20_001) }],
    ['a subject of 201 characters', { subject: 'x'.repeat(201) }],
    ['NUL', { subject: 'a\0b' }],
    ['no subject', { subject: undefined }],
    ['no recipient', { to_email: null }],
  ])('%s', async (_, more) => {
    const ticket = await ticketHere(world, { deal_id: 800_000 + Math.floor(Math.random() * 99_999) })
    const answer = await portal(joao, portalMail(ticket as Talked, more))
    expect(answer.status, answer.text).toBe(422)
    expect(await rowsOf(ticket)).toHaveLength(0)
  })

  test('to whom, when nobody is in charge', async () => {
    const answer = await write(maria, await ticketHere(world), { message: 'Oi' })
    expect([answer.status, answer.body]).toMatchObject([422, { errors: [{ field: 'to', code: 'required' }] }])
  })

  test('surplus keys', async () => {
    const answer = await write(joao, await ticketHere(world), { message: 'Oi', bcc: ['x@example.com'] })
    expect(answer.status).toBe(422)
  })
})
