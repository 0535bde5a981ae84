import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { createRefusing, PORTAL, TEXT, type Told, told } from '#test/refusing.ts'

/** Bad requests about tickets: exact status and code, and nothing half there. */

const { world, maria, pedro, joao, mine, pedros, closed, isRefused } = await createRefusing()

describe('shapes of section 17', () => {
  const WRONG: Record<string, object> = {
    'a title that is a number': { title: 5 },
    'a title that is a list': { title: ['x'] },
    'a user_id that is text': { user_id: 'maria' },
    'a user_id with a fraction': { user_id: 1.5 },
    'a resp_id that is no number': { resp_id: 'João' },
    'a priority that nobody has': { priority: 'Urgentíssimo' },
    'attachments that are text': { attachments: 'foto.png' },
    'an attachment without content': { attachments: [{ filename: 'foto.png' }] },
    'an attachment whose name is a number': { attachments: [{ filename: 5, content: 'bm90YQ==' }] },
    'no title under either name': { title: '', subject: '' },
    'an empty description': { description: '   ' },
    'a title of 300 characters': { title: 'x'.repeat(300) },
    'NUL in the title': { title: 'Erro\u0000 ao emitir' },
  }
  for (const [what, wrong] of Object.entries(WRONG))
    test(`${what}: 422, and detail is the array that the portal reads`, async () => {
      const answer = await isRefused(
        () => maria.post('/ticket', { ...PORTAL, ...wrong }),
        422,
        'invalid-request',
      )
      const [name = ''] = Object.keys(wrong)
      expect(answer.detail).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ loc: expect.arrayContaining(['body', name]), type: expect.any(String) }),
        ]),
      )
    })

  test('no description, and no title under either name: 422', async () => {
    const { description: _description, ...undescribed } = PORTAL
    await isRefused(() => maria.post('/ticket', undescribed), 422, 'invalid-request')
    const { title: _title, subject: _subject, ...unnamed } = PORTAL
    await isRefused(() => maria.post('/ticket', unnamed), 422, 'invalid-request')
  })

  test('no object, no JSON, nothing: 422, 400, 415', async () => {
    await isRefused(() => maria.post('/ticket', []), 422, 'invalid-request')
    await isRefused(() => maria.post('/ticket', '{"title":'), 400, 'malformed-json')
    await isRefused(() => maria.send('POST', '/ticket', undefined), 415, 'content-type-not-supported')
  })

  test('surplus keys: ignored on the portal, named on our own surface', async () => {
    told(await maria.post('/ticket', { ...PORTAL, title: 'Com chave a mais', cor: 'azul' }), 201)
    await world.settle({ hurry: true })
    const answer = await isRefused(
      () => maria.post('/api/v1/tickets', { ...TEXT, cor: 'azul' }),
      422,
      'invalid-request',
    )
    expect(answer.errors).toEqual([expect.objectContaining({ code: 'unknown-field' })])
  })

  test('T-16: ten letters of title and twenty of description are asked for on our own surface', async () => {
    await isRefused(
      () => maria.post('/api/v1/tickets', { ...TEXT, title: 'Impressora'.slice(1) }),
      422,
      'invalid-request',
    )
    await isRefused(
      () => maria.post('/api/v1/tickets', { ...TEXT, description: 'Não liga.' }),
      422,
      'invalid-request',
    )
    await isRefused(
      () => maria.post('/api/v1/tickets', { ...TEXT, category: 'astrologia' }),
      422,
      'invalid-request',
    )
  })
})

describe('ratings', () => {
  for (const rating of [0, 6, 4.5, -1, '5', null])
    test(`${JSON.stringify(rating)} stars: 422 by both surfaces, and the ticket stays open`, async () => {
      const close = () => maria.post(`/api/v1/tickets/${mine.id}/close`, { rating })
      const portalClose = () => maria.post('/close-ticket', { deal_id: mine.deal_id, rating })
      const rate = () => maria.post(`/api/v1/tickets/${closed.id}/rating`, { rating })
      await isRefused(rate, 422, 'invalid-request')
      // Optional where a ticket is closed: null says nothing.
      if (rating === null) return
      await isRefused(close, 422, 'invalid-request')
      await isRefused(portalClose, 422, 'invalid-request')
    })

  test('C-05: a ticket that is not over: 400', async () => {
    await isRefused(
      () => maria.post(`/api/v1/tickets/${mine.id}/rating`, { rating: 5 }),
      400,
      'ticket-not-resolved',
    )
  })
})

describe('tickets of others, tickets that are over, tickets that are none', () => {
  const says = (who: Client, id: number) => () =>
    who.post(`/api/v1/tickets/${id}/messages`, { message: 'Alguma novidade?' })
  const comments = (who: Client, dealId: number) => () =>
    who.post('/ticket/comment', { deal_id: dealId, message: 'Alguma novidade?', attachments: [] })

  test('M-03, D-09: a comment on a closed ticket, where that is not wanted: 400 "Ticket is closed"', async () => {
    await isRefused(says(maria, closed.id), 400, 'ticket-closed')
    await isRefused(comments(maria, closed.deal_id), 400, 'ticket-closed')
  })

  test('T-29: of somebody else, or of nobody: 404 alike', async () => {
    const foreign = await isRefused(says(maria, pedros.id), 404, 'ticket-not-found')
    const unknown = await isRefused(says(maria, 999_999), 404, 'ticket-not-found')
    expect({ ...foreign, request_id: '' }).toEqual({
      ...unknown,
      request_id: '',
    })
    await isRefused(comments(maria, pedros.deal_id), 404, 'ticket-not-found')
    await isRefused(comments(maria, 999_999), 404, 'ticket-not-found')
    await isRefused(() => maria.post('/close-ticket', { deal_id: pedros.deal_id }), 404, 'ticket-not-found')
    await isRefused(() => maria.post(`/api/v1/tickets/${pedros.id}/close`, {}), 404, 'ticket-not-found')
    const mail = {
      deal_id: pedros.deal_id,
      from_email: 'x@example.com',
      to_email: 'maria.santos@example.com',
      subject: 'Oi',
      message: 'Oi',
    }
    await isRefused(() => maria.post('/send-email', mail), 404, 'ticket-not-found')
  })

  test('ids that are none: 422, and never 500', async () => {
    for (const id of ['0', '-1', '1.5', 'abc', '99999999999999999999', '%00'])
      expect([400, 404, 422], id).toContain((await maria.get(`/api/v1/tickets/${id}`)).status)
    for (const deal_id of [0, -1, 1.5, 'abc', 1e20, null])
      await isRefused(
        () => maria.post('/ticket/comment', { deal_id, message: 'Oi', attachments: [] }),
        422,
        'invalid-request',
      )
  })
})

describe("somebody else's user_id", () => {
  test('T-18: in the body: 403, and for the team it is filing on behalf', async () => {
    await isRefused(() => maria.post('/ticket', { ...PORTAL, user_id: 2 }), 403, 'forbidden')
    await isRefused(() => maria.post('/api/v1/tickets', { ...TEXT, requester_id: 2 }), 403, 'forbidden')
    told(await joao.post('/ticket', { ...PORTAL, title: 'Para o Pedro', user_id: 2 }), 201)
    await world.settle({ hurry: true })
  })

  test('in the path: nothing of theirs is told', async () => {
    for (const path of [
      '/tickets/2',
      '/tickets-opens/2',
      '/tickets-responsible/2',
      `/deal/${mine.deal_id}/2`,
      `/deal/${pedros.deal_id}/1`,
    ]) {
      const { status, text } = await maria.get(path)
      expect([403, 404], path).toContain(status)
      expect(text).not.toContain('Pedro')
    }
  })
})

describe('double submit', () => {
  test('T-17: with a key: one ticket and the same answer, at once or later; another body with it: 422', async () => {
    const key = { 'idempotency-key': randomUUID() }
    const before = await count()
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => maria.post('/api/v1/tickets', TEXT, key)),
    )
    const later = await maria.post('/api/v1/tickets', TEXT, key)
    const ids = [...answers, later].map((answer) => told(answer, 201).id)
    expect(new Set(ids).size).toBe(1)
    expect(await count()).toBe(before + 1)
    await world.settle({ hurry: true })
    await isRefused(
      () => maria.post('/api/v1/tickets', { ...TEXT, title: 'Outro assunto agora' }, key),
      422,
      'idempotency-key-reused',
    )
    told(await pedro.post('/api/v1/tickets', TEXT, key), 201)
    expect(await count(), 'keys of others are others').toBe(before + 2)
    await world.settle({ hurry: true })
  })

  test('M-11: a message sent twice at once is said once', async () => {
    const body = { message: 'Alguém pode vir?', client_id: randomUUID() }
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => maria.post(`/api/v1/tickets/${mine.id}/messages`, body)),
    )
    expect(new Set(answers.map((answer) => (answer.body as Told).id)).size).toBe(1)
    const [rows] =
      await world.sql`select count(*)::int as said from activities where body_text = ${body.message}`
    expect(rows).toEqual({ said: 1 })
    await world.settle({ hurry: true })
  })
})

const count = async () =>
  (await world.sql<{ deals: number }[]>`select count(*)::int as deals from deals`)[0]?.deals ?? 0
