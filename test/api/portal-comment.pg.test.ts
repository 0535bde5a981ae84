import { describe, expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { signedIn } from '#test/signed-in.ts'
import { commentsOf, rowOf, ticketInCrm } from '#test/tickets/talk.ts'
import { givenTicket } from '#test/tickets.ts'

const { world, maria, pedro, joao } = await signedIn()

const comment = (who: Client, body: unknown, headers?: Record<string, string>) =>
  who.post('/ticket/comment', body, headers)
const text = (content: string) => Buffer.from(content).toString('base64')
const messagesOf = ({ id }: { id: number }) =>
  world.sql`select * from activities where ticket_id = ${id} and kind = 'comment' order by id`

describe('200', () => {
  test('M-01: a comment with files is answered with success, and is in the CRM with them', async () => {
    const ticket = await ticketInCrm(world)
    const answer = await comment(maria, {
      deal_id: ticket.deal_id,
      message: 'Segue o arquivo',
      attachments: [
        { filename: 'notas.txt', content: text('uma nota') },
        { filename: 'lista.csv', content: text('a;b\n1;2\n') },
      ],
    })
    expect([answer.status, answer.body]).toEqual([200, { status: 'success' }])
    await world.settle()
    const [own, files] = await commentsOf(world, ticket)
    expect(own).toBe('Maria Santos (1001):\nSegue o arquivo')
    expect(files).toMatch(/notas\.txt.*lista\.csv/)
    expect(await messagesOf(ticket)).toMatchObject([{ body_text: 'Segue o arquivo', crm_status: 'synced' }])
  })

  test('unknown keys are ignored as they always were, and attachments may be missing or null', async () => {
    const { deal_id } = await givenTicket(world)
    for (const attachments of [undefined, null, []]) {
      const answer = await comment(maria, { deal_id, message: 'Oi', user_id: 2, attachments })
      expect(answer.status, answer.text).toBe(200)
    }
  })

  test('T-17: with the same Idempotency-Key it is said once, files and all; something else under it is refused', async () => {
    const ticket = await givenTicket(world)
    const body = {
      deal_id: ticket.deal_id,
      message: 'Uma vez',
      attachments: [{ filename: 'a.txt', content: text('a') }],
    }
    const key = { 'idempotency-key': 'portal-1' }
    const answers = await Promise.all([comment(maria, body, key), comment(maria, body, key)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(await messagesOf(ticket)).toHaveLength(1)
    for (const other of [
      { ...body, message: 'Outra' },
      { ...body, attachments: [{ filename: 'a.txt', content: text('b') }] },
    ]) {
      const answer = await comment(maria, other, key)
      expect([answer.status, answer.body]).toMatchObject([422, { code: 'idempotency-key-reused' }])
    }
  })

  test('without a key two are two: nobody knows that they are not meant', async () => {
    const ticket = await givenTicket(world)
    await comment(maria, { deal_id: ticket.deal_id, message: 'ok' })
    await comment(maria, { deal_id: ticket.deal_id, message: 'ok' })
    expect(await messagesOf(ticket)).toHaveLength(2)
  })

  test('a comment of the team moves the ticket on, as everywhere', async () => {
    const ticket = await givenTicket(world)
    await comment(joao, { deal_id: ticket.deal_id, message: 'Vou ver' })
    expect(await rowOf(world, ticket)).toMatchObject({ status: 'in_progress', is_unread: true })
  })
})

describe('404', () => {
  test("of a deal that there is not, and of somebody else's, nothing is stored: no text and no file", async () => {
    const ticket = await givenTicket(world)
    const before = await world.sql`select count(*)::int as files from files`
    for (const [who, deal_id] of [
      [maria, 987_654],
      [pedro, ticket.deal_id],
    ] as const) {
      const attachments = [{ filename: 'a.txt', content: text('a') }]
      const answer = await comment(who, { deal_id, message: 'Oi', attachments })
      expect([answer.status, answer.body]).toMatchObject([404, { code: 'ticket-not-found' }])
    }
    expect(await messagesOf(ticket)).toHaveLength(0)
    expect(await world.sql`select count(*)::int as files from files`).toEqual(before)
  })
})

describe('422', () => {
  const attachments = (...list: unknown[]) => ({ message: 'Oi', attachments: list })
  test.each([
    ['no deal_id', { deal_id: undefined, message: 'Oi' }],
    ['a deal_id as text', { deal_id: '7', message: 'Oi' }],
    ['a deal_id that Postgres cannot hold', { deal_id: 3_000_000_000, message: 'Oi' }],
    ['no message', {}],
    ['an empty message', { message: ' ' }],
    ['20,001 characters', { message: 'x'.repeat(20_001) }],
    ['base64 that is none', attachments({ filename: 'a.txt', content: '***' })],
    ['a file without content', attachments({ filename: 'a.txt' })],
    ['a file of nothing', attachments({ filename: 'a.txt', content: '' })],
    ['attachments that are no list', { message: 'Oi', attachments: 'a.txt' }],
    ['11 files', attachments(...Array.from({ length: 11 }, () => ({ filename: 'a.txt', content: 'YQ==' })))],
  ])('%s', async (_, body) => {
    const ticket = await givenTicket(world)
    const answer = await comment(maria, { deal_id: ticket.deal_id, ...body })
    expect(answer.status, answer.text).toBe(422)
    expect(await messagesOf(ticket)).toHaveLength(0)
  })

  test('D-21: the portal gets the list of what is wrong that it expects', async () => {
    const answer = await comment(maria, { message: 'Oi' })
    expect(answer.body).toMatchObject({ detail: [{ loc: ['body', 'deal_id'], type: 'missing' }] })
  })
})

test('415: a program that calls itself a picture', async () => {
  const ticket = await givenTicket(world)
  const content = Buffer.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]).toString('base64')
  const answer = await comment(maria, {
    deal_id: ticket.deal_id,
    message: 'Foto',
    attachments: [{ filename: 'foto.png', content }],
  })
  expect(answer.status).toBe(415)
  expect(await messagesOf(ticket)).toHaveLength(0)
})

test('401: nobody who has not signed in says anything', async () => {
  const ticket = await givenTicket(world)
  const answer = await comment(world.visitor(), { deal_id: ticket.deal_id, message: 'Oi' })
  expect(answer.status).toBe(401)
})
