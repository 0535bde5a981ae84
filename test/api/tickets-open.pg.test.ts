import { describe, expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { commentsOf, dealsOf } from '#test/crm-state.ts'
import { formOf, PDF } from '#test/files/samples.ts'
import { type Filed, NEW_TICKET } from '#test/new-tickets.ts'
import { createWorld } from '#test/world.ts'

const file = (client: Client, change: object = {}, headers?: Record<string, string>) =>
  client.post('/api/v1/tickets', { ...NEW_TICKET, ...change }, headers)

describe('201', () => {
  test('T-16: filed by what is needed alone, it is open, of the general category, and has its first message', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const answer = await file(maria)
    expect(answer.status).toBe(201)
    const [deal] = await dealsOf(world, NEW_TICKET.title)
    expect(answer.body).toMatchObject({
      id: 1,
      deal_id: Number(deal?.ID),
      status: 'open',
      stage_id: 'C19:NEW',
      priority: 'medium',
      priority_label: 'Médio',
      category: 'general',
      requester: { id: 1, name: 'Maria Santos', email: 'maria.santos@example.com', matricula: '1001' },
      filed_by: null,
      assignee: null,
      is_unread: false,
      is_read_by_user: true,
      is_read_by_admin: false,
      message_count: 1,
      crm_status: 'synced',
      version: 1,
    })
    expect(answer.headers.get('location')).toBe('/api/v1/tickets/1')
    expect(answer.headers.get('etag')).toBe('"1"')
    expect(
      await world.sql`select kind, source, author_user_id, body_text, crm_status from activities`,
    ).toEqual([
      {
        kind: 'comment',
        source: 'portal',
        author_user_id: 1,
        body_text: NEW_TICKET.description,
        crm_status: null,
      },
    ])
    expect(await commentsOf(world, (answer.body as Filed).deal_id)).toEqual([])
  })

  test('T-16: everything else, by whichever name it goes', async () => {
    await using world = await createWorld()
    await world.gateway.ports.dictionaries.refresh()
    const maria = await world.signIn('1001')
    const { title: subject, description: message } = NEW_TICKET
    const answer = await maria.post('/api/v1/tickets', {
      subject,
      message,
      category: 'Problema de pagamento',
      priority: 'CRITICO',
      related: { type: 'ride', id: 4711 },
      custom: { placa: 'ABC1D23', volta: { dias: [1, 2] } },
      tags: ['vip', 'vip', 'filial sul'],
      department: 'Financeiro',
      system_type: 'ERP',
      phone: '+55 11 3333-0001',
      resp_id: '1',
      attachments: [],
    })
    expect(answer.body).toMatchObject({
      title: subject,
      description: message,
      category: 'payment_issue',
      priority: 'urgent',
      related: { type: 'ride', id: '4711' },
      custom: { placa: 'ABC1D23', volta: { dias: [1, 2] } },
      tags: ['vip', 'filial sul'],
      department: 'Financeiro',
      system_type: 'ERP',
      requester: { phone: '+55 11 3333-0001' },
      assignee: { crm_id: 1, name: expect.any(String) },
    })
  })

  test('T-10, D-14: the category says how urgent it is, where the requester does not or may not', async () => {
    await using world = await createWorld({ REQUESTER_SETS_PRIORITY: 'false' })
    const [maria, joao] = [await world.signIn('1001'), await world.signIn('2001')]
    const priorityOf = async (client: Client, change: object) =>
      ((await file(client, change)).body as { priority: string }).priority
    expect(await priorityOf(maria, { category: 'safety_concern' })).toBe('high')
    expect(await priorityOf(maria, { priority: 'urgent' })).toBe('medium')
    expect(await priorityOf(joao, { priority: 'urgent' })).toBe('urgent')
  })

  test('T-06, A-21: who is to do it is known by their account too, if they work on tickets', async () => {
    await using world = await createWorld()
    await world.gateway.ports.dictionaries.refresh()
    const maria = await world.signIn('1001')
    await world.sql`update crm_people set email = 'JOAO.TECH@example.com' where crm_user_id = 1`
    expect((await file(maria, { resp_id: '1' })).body).toMatchObject({
      assignee: { id: 3, crm_id: 1, email: 'JOAO.TECH@example.com' },
    })
    await world.sql`update crm_people set email = 'pedro.lima@example.com' where crm_user_id = 1`
    expect((await file(maria, { resp_id: '1' })).body).toMatchObject({ assignee: { id: null, crm_id: 1 } })
  })

  test('T-18: an agent files for somebody, and both are known', async () => {
    await using world = await createWorld()
    const [joao, pedro] = [await world.signIn('2001'), await world.signIn('1002')]
    const answer = await file(joao, { requester_id: 2 })
    expect(answer.body).toMatchObject({ requester: { id: 2, name: 'Pedro Lima' }, filed_by: 3 })
    expect((await pedro.get('/api/v1/tickets/1')).status).toBe(200)
    expect((await file(pedro, { requester_id: 2 })).body).toMatchObject({ filed_by: null })
  })

  test('F-11: uploads become files of the ticket, of one ticket, and reach the CRM', async () => {
    await using world = await createWorld()
    const [maria, pedro] = [await world.signIn('1001'), await world.signIn('1002')]
    const sent = await maria.post('/api/v1/uploads', formOf({ name: 'nota.pdf', bytes: PDF }))
    const uploadId = (sent.body as { upload_id: string }).upload_id
    expect((await file(pedro, { attachments: [uploadId] })).body).toMatchObject({
      status: 422,
      errors: [{ field: 'attachments.0' }],
    })
    const { deal_id } = (await file(maria, { attachments: [uploadId] })).body as Filed
    expect((await file(maria, { attachments: [uploadId] })).body).toMatchObject({
      code: 'upload-already-used',
    })
    await world.settle()
    expect(await commentsOf(world, deal_id)).toMatchObject([{ COMMENT: expect.stringContaining('nota.pdf') }])
    const numbers = await world.sql`select ticket_number from deals`
    expect(numbers, 'what was refused took no number').toHaveLength(1)
  })

  test('O-11: an audit line and an event are told in the same transaction, without secrets', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    await file(maria, {}, { 'x-request-id': 'request-of-maria' })
    const [line] = await world.sql`select * from audit_log where action = 'ticket-opened'`
    expect(line).toMatchObject({
      actor_id: 1,
      subject: 'ticket',
      subject_id: 1,
      request_id: 'request-of-maria',
      after: { title: '…', requester_id: 1, filed_by: null },
    })
    const events =
      await world.sql`select kind, ticket_id, actor_id, data from domain_events where kind <> 'notification' order by seq`
    expect(events).toMatchObject([
      { kind: 'ticket-opened', ticket_id: 1, actor_id: 1, data: { status: 'open', version: 1 } },
      { kind: 'ticket-changed', data: { changes: { deal_id: expect.any(Number) }, version: 1 } },
      { kind: 'sync-state', data: { crm_status: 'synced' } },
    ])
  })
})

describe('Idempotency-Key', () => {
  const KEY = { 'idempotency-key': 'form-4711' }

  test('T-17: the same key and body are the same ticket, also at the same moment and years of words later', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const first = await Promise.all(Array.from({ length: 6 }, () => file(maria, {}, KEY)))
    const later = await file(maria, {}, KEY)
    // Which of them is filed is nobody's business, nor which number it draws.
    const { id } = later.body as { id: number }
    for (const { status, body, headers } of [...first, later]) {
      expect({ status, body }).toMatchObject({ status: 201, body: { id, version: 1 } })
      expect(headers.get('location')).toBe(`/api/v1/tickets/${id}`)
    }
    expect(await dealsOf(world, NEW_TICKET.title)).toHaveLength(1)
  })

  test('T-17: the same key with another body is refused; the key of somebody else is another key', async () => {
    await using world = await createWorld()
    const [maria, pedro] = [await world.signIn('1001'), await world.signIn('1002')]
    await file(maria, {}, KEY)
    expect((await file(maria, { tags: ['x'] }, KEY)).body).toMatchObject({
      status: 422,
      code: 'idempotency-key-reused',
    })
    expect((await file(pedro, { tags: ['x'] }, KEY)).body).toMatchObject({ id: 2 })
  })

  test('T-17: of two bodies with one key at the same moment, one is filed', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const answers = await Promise.all([file(maria, { tags: ['a'] }, KEY), file(maria, { tags: ['b'] }, KEY)])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422])
  })

  test('what was refused leaves the key free', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    expect((await file(maria, { category: 'nope' }, KEY)).status).toBe(422)
    expect((await file(maria, {}, KEY)).status).toBe(201)
  })

  test('a key that is too long, or no key at all, is 422', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    for (const key of ['', 'k'.repeat(129), 'a b', 'é'])
      expect((await file(maria, {}, { 'idempotency-key': key })).status, key).toBe(422)
    expect((await file(maria, {}, { 'idempotency-key': 'k'.repeat(128) })).status).toBe(201)
  })
})

describe('422 and its like', () => {
  test('T-09, T-16: what is wrong is named, and nothing is stored', async () => {
    await using world = await createWorld()
    await world.gateway.ports.dictionaries.refresh()
    const maria = await world.signIn('1001')
    const wrong: [object, string, string][] = [
      [{ title: 'Curto' }, 'title', 'too-short'],
      [{ title: undefined }, 'title', 'required'],
      [{ title: `${' '.repeat(20)}Curto` }, 'title', 'too-short'],
      [{ description: 'Curta demais' }, 'description', 'too-short'],
      [{ description: undefined }, 'description', 'required'],
      [{ title: null }, 'title', 'wrong-type'],
      [{ category: 'cafeteira' }, 'category', 'category'],
      [{ category: 7 }, 'category', 'wrong-type'],
      [{ priority: 'now' }, 'priority', 'one-of'],
      [{ tags: ['x'.repeat(41)] }, 'tags.0', 'too-long'],
      [{ tags: Array.from({ length: 21 }, (_, n) => `t${n}`) }, 'tags', 'too-big'],
      [{ custom: { text: 'x'.repeat(9_000) } }, 'custom', 'too-long'],
      [{ custom: [] }, 'custom', 'wrong-type'],
      [{ related: { type: 'ride' } }, 'related.id', 'not-valid'],
      [{ requester_id: 0 }, 'requester_id', 'too-small'],
      [{ resp_id: '0' }, 'resp_id', 'not-valid'],
      [{ resp_id: '99999' }, 'resp_id', 'not-valid'],
      [{ attachments: ['nope'] }, 'attachments.0', 'not-valid'],
      [{ category: 'access', cpf: '123' }, 'cpf', 'cpf'],
      [{ status: 'closed' }, '', 'unknown-field'],
    ]
    for (const [change, field, code] of wrong) {
      const { status, body } = await file(maria, change)
      expect({ status, body }, JSON.stringify(change).slice(0, 80)).toMatchObject({
        status: 422,
        body: { errors: [{ field, code }] },
      })
    }
    expect((await file(maria, { requester_id: 2 })).body).toMatchObject({ code: 'forbidden' })
    expect((await file(await world.signIn('2001'), { requester_id: 99 })).body).toMatchObject({
      code: 'user-not-found',
    })
    const [left] =
      await world.sql`select (select count(*)::int from deals) as tickets, (select count(*)::int from jobs) as jobs`
    expect(left).toEqual({ tickets: 0, jobs: 0 })
  })

  test('T-18: nobody files for who has left', async () => {
    await using world = await createWorld()
    const [rita, joao] = [await world.signIn('9001'), await world.signIn('2001')]
    await rita.delete('/api/v1/users/2')
    expect((await file(joao, { requester_id: 2 })).body).toMatchObject({ code: 'user-not-found' })
  })
})

test('D-18: fifty who file at the same moment get fifty numbers in a row, and fifty deals', async () => {
  await using world = await createWorld()
  const people = await Promise.all(['1001', '1002', '2001', '2002', '9001'].map((one) => world.signIn(one)))
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => file(people[n % 5] as Client, { title: `Chamado simultâneo ${n}` })),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  const filed = answers.map(({ body }) => body as Filed)
  const numbers = filed.map(({ ticket_number }) => Number(ticket_number.slice(-5))).sort((a, b) => a - b)
  expect(numbers).toEqual(Array.from({ length: 50 }, (_, n) => n + 1))
  expect(new Set(filed.map(({ deal_id }) => deal_id)).size).toBe(50)
  const order =
    await world.sql`select data ->> 'ticket_number' as number from domain_events where kind = 'ticket-opened' order by seq`
  expect(
    order.map(({ number }) => Number(number.slice(-5))),
    'told in the order of their numbers',
  ).toEqual(numbers)
})
