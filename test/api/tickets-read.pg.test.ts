import { describe, expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { signedIn } from '#test/signed-in.ts'
import { givenFile, givenMessage, givenTicket, JOAO, MARIA, PEDRO } from '#test/tickets.ts'

const { world, maria, pedro, joao, ana } = await signedIn()

type Detail = {
  messages: { id: number; message: string; is_read: boolean; files: object[] }[]
  messages_before: number | null
  is_unread: boolean
  is_read_by_user: boolean
  is_read_by_admin: boolean
}
async function read(client: Client, path: string): Promise<Detail> {
  const { status, body, text } = await client.get(path)
  expect(status, text).toBe(200)
  return body as Detail
}

describe('GET /api/v1/tickets/{id}', () => {
  test('T-21, T-23, T-25, D-04, O-03: the ticket with both ids, its files and what was said, the oldest first', async () => {
    const ticket = await givenTicket(world, { category_id: 2, priority: 'high', version: 4 })
    const one = await givenMessage(world, ticket, { body_text: 'um' })
    const two = await givenMessage(world, ticket, {
      body_text: 'dois',
      author_user_id: MARIA,
      source: 'portal',
    })
    await givenFile(world, ticket)
    await givenFile(world, ticket, { activity_id: two, filename: 'nota.pdf', mime: 'application/pdf' })
    const answer = await maria.get(`/api/v1/tickets/${ticket.id}`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('etag')).toBe('"4"')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.body).toMatchObject({
      ...ticket,
      category: 'access',
      category_label: 'Acessos e Permissões',
      priority: 'high',
      priority_label: 'Alto',
      files: [{ filename: 'foto.png', size: 1234, file_url: expect.stringContaining('foto.png') }],
      messages: [
        { id: one, message: 'um', is_from_user: false, files: [] },
        { id: two, message: 'dois', is_from_user: true, files: [{ filename: 'nota.pdf' }] },
      ],
      messages_before: null,
      pending_changes: [],
      crm_status: 'synced',
      links: {
        self: `/api/v1/tickets/${ticket.id}`,
        messages: `/api/v1/tickets/${ticket.id}/messages`,
        audit: null,
      },
    })
  })

  test('labels come in the language of whoever asks', async () => {
    const { id } = await givenTicket(world, { category_id: 2, priority: 'urgent' })
    expect((await maria.get(`/api/v1/tickets/${id}`, { 'accept-language': 'ru' })).body).toMatchObject({
      priority_label: 'Критичный',
      category_label: 'Доступы и права',
    })
  })

  test('T-29: somebody else’s ticket is not there, and neither is what belongs to it', async () => {
    const { id } = await givenTicket(world)
    const foreign = [
      await pedro.get(`/api/v1/tickets/${id}`),
      await pedro.get(`/api/v1/tickets/${id}/messages`),
      await pedro.post(`/api/v1/tickets/${id}/read`, {}),
    ]
    const missing = await pedro.get('/api/v1/tickets/2147483647')
    for (const { status, body } of [...foreign, missing]) {
      expect(status).toBe(404)
      expect(body).toMatchObject({ code: 'ticket-not-found' })
    }
    expect((await world.visitor().get(`/api/v1/tickets/${id}`)).status).toBe(401)
    expect(await world.sql`select from ticket_reads where ticket_id = ${id}`).toHaveLength(0)
  })

  test('M-12, T-25: notes are for the team alone, in the ticket, in its timeline and in what is counted', async () => {
    const ticket = await givenTicket(world)
    await givenMessage(world, ticket, { body_text: 'Olá' })
    const note = await givenMessage(world, ticket, { kind: 'note', is_internal: true, body_text: 'Chato' })
    await givenFile(world, ticket, { activity_id: note, filename: 'segredo.png' })
    await givenMessage(world, ticket, { body_text: 'apagado', deleted_at: new Date() })
    const path = `/api/v1/tickets/${ticket.id}`
    for (const one of [path, `${path}/messages`]) {
      const seen = await maria.get(one)
      expect(seen.text).not.toContain('Chato')
      expect(seen.text).not.toContain('segredo')
      expect((await joao.get(one)).text).toContain('Chato')
      expect((await joao.get(one)).text).not.toContain('apagado')
    }
    expect((await maria.get(`${path}/messages`)).body).toMatchObject({ total: 1 })
    expect((await joao.get(`${path}/messages`)).body).toMatchObject({ total: 2 })
  })

  test('what the team asked of the CRM and has no answer yet is shown to the team, and to nobody else', async () => {
    const { id } = await givenTicket(world)
    const asked = {
      ticketId: id,
      actorId: 3,
      change: { priority: 'high' },
      seen: null,
      requestId: 'r',
      address: 'a',
    }
    // Far away, so that nobody does it meanwhile.
    await world.sql`insert into jobs (name, payload, key, is_head, lane, run_at)
      values ('ask-change', ${JSON.stringify(asked)}::text::jsonb, ${`ticket:${id}`}, true, 0, now() + interval '1 day')`
    expect((await joao.get(`/api/v1/tickets/${id}`)).body).toMatchObject({
      pending_changes: [{ requested_by: 3, changes: { priority: 'high' } }],
    })
    expect((await maria.get(`/api/v1/tickets/${id}`)).body).toMatchObject({ pending_changes: [] })
    await world.sql`delete from jobs where key = ${`ticket:${id}`}`
  })
})

describe('GET /api/v1/tickets/{id}/messages', () => {
  test('the newest page first, the oldest first within, and back in time by `before` or by cursor', async () => {
    const ticket = await givenTicket(world)
    const ids: number[] = []
    for (const body_text of 'abcde') ids.push(await givenMessage(world, ticket, { body_text }))
    const page = async (query: string) => {
      const { body, status } = await maria.get(`/api/v1/tickets/${ticket.id}/messages?${query}`)
      expect(status).toBe(200)
      const { items, ...rest } = body as {
        items: Detail['messages']
        next_cursor: string | null
        total: number
      }
      return { said: items.map(({ message }) => message).join(''), ...rest }
    }
    const newest = await page('limit=2')
    expect(newest).toMatchObject({ said: 'de', total: 5 })
    expect(await page(`limit=2&cursor=${newest.next_cursor}`)).toMatchObject({ said: 'bc' })
    expect(await page(`limit=2&before=${ids[3]}`)).toMatchObject({ said: 'bc' })
    expect(await page(`limit=2&before=${ids[1]}`)).toMatchObject({ said: 'a', next_cursor: null })
    expect(await page('limit=2&page=2')).toMatchObject({ said: 'bc' })
    expect(await page('before=2147483647')).toMatchObject({ said: '' })
    const other = await givenMessage(world, await givenTicket(world, { user_id: PEDRO }))
    expect(await page(`before=${other}`), 'it tells nothing about other tickets').toMatchObject({ said: '' })
  })

  test('what the CRM told late stands where it was said', async () => {
    const ticket = await givenTicket(world)
    await givenMessage(world, ticket, { body_text: 'b', created_at: '2026-01-15T11:00:00Z' })
    await givenMessage(world, ticket, { body_text: 'a', created_at: '2026-01-15T10:00:00Z', source: 'crm' })
    const { messages } = await read(maria, `/api/v1/tickets/${ticket.id}`)
    expect(messages.map(({ message }) => message)).toEqual(['a', 'b'])
  })
})

describe('POST /api/v1/tickets/{id}/read', () => {
  const marksOf = async (id: number) => {
    const [row] =
      await world.sql`select is_unread, is_unread_by_team, version, updated_at from deals where id = ${id}`
    return row
  }

  test('T-38, T-39, T-41: each side clears its own mark, and all shapes of unread follow', async () => {
    const ticket = await givenTicket(world, { is_unread: true, is_unread_by_team: true })
    const path = `/api/v1/tickets/${ticket.id}`
    const message = await givenMessage(world, ticket)
    expect(await read(maria, path)).toMatchObject({ is_unread: true, messages: [{ is_read: false }] })
    const before = await marksOf(ticket.id)
    const answer = await maria.post(`${path}/read`)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ success: true, message: 'Marcado como lido' })
    expect(await marksOf(ticket.id), 'to look is not to change').toEqual({ ...before, is_unread: false })
    expect(await read(maria, path)).toMatchObject({
      is_unread: false,
      is_read_by_user: true,
      is_read_by_admin: false,
      messages: [{ is_read: true }],
    })
    expect(await read(joao, path)).toMatchObject({ is_unread: true })
    await ana.post(`${path}/read`, {})
    expect(await read(joao, path), 'one of the team is the team').toMatchObject({
      is_unread: false,
      is_read_by_admin: true,
    })
    const told =
      await world.sql`select actor_id, data from domain_events where ticket_id = ${ticket.id} and kind <> 'notification' order by seq`
    expect(told).toMatchObject([
      { actor_id: MARIA, data: { user_id: MARIA, last_read_message_id: message, by_team: false } },
      { actor_id: 4, data: { by_team: true } },
    ])
  })

  test('T-41: what is read stays read, and nothing is told twice', async () => {
    const ticket = await givenTicket(world, { is_unread: true })
    const path = `/api/v1/tickets/${ticket.id}`
    const one = await givenMessage(world, ticket)
    const two = await givenMessage(world, ticket)
    await maria.post(`${path}/read`, { last_message_id: one })
    expect(await marksOf(ticket.id), 'one is left').toMatchObject({ is_unread: true })
    await maria.post(`${path}/read`, { last_message_id: two })
    expect(await marksOf(ticket.id)).toMatchObject({ is_unread: false })
    await maria.post(`${path}/read`, { last_message_id: one })
    await maria.post(`${path}/read`)
    const [mark] =
      await world.sql`select last_read_message_id as id from ticket_reads where ticket_id = ${ticket.id}`
    expect(mark?.id).toBe(two)
    expect(
      await world.sql`select from domain_events where ticket_id = ${ticket.id} and kind <> 'notification'`,
    ).toHaveLength(2)
  })

  test('T-41: nobody reads beyond what there is for them', async () => {
    const ticket = await givenTicket(world)
    const said = await givenMessage(world, ticket)
    await givenMessage(world, ticket, { kind: 'note', is_internal: true })
    await maria.post(`/api/v1/tickets/${ticket.id}/read`, { last_message_id: 2_147_483_647 })
    const [mark] =
      await world.sql`select last_read_message_id as id from ticket_reads where ticket_id = ${ticket.id}`
    expect(mark?.id).toBe(said)
  })

  test('bad input: what is no message id, and keys that nobody knows', async () => {
    const { id } = await givenTicket(world)
    for (const body of [
      { last_message_id: 0 },
      { last_message_id: 1.5 },
      { last_message_id: 'x' },
      { all: true },
    ])
      expect((await maria.post(`/api/v1/tickets/${id}/read`, body)).status, JSON.stringify(body)).toBe(422)
    expect((await maria.post('/api/v1/tickets/x/read')).status).toBe(422)
  })

  test('twenty who read at once leave one mark, the farthest', async () => {
    const ticket = await givenTicket(world, { is_unread: true })
    const ids: number[] = []
    for (let n = 0; n < 5; n++) ids.push(await givenMessage(world, ticket))
    await Promise.all(
      [...ids, ...ids, ...ids, ...ids].map((last_message_id) =>
        maria.post(`/api/v1/tickets/${ticket.id}/read`, { last_message_id }),
      ),
    )
    const marks =
      await world.sql`select last_read_message_id as id from ticket_reads where ticket_id = ${ticket.id}`
    expect(marks).toEqual([{ id: ids.at(-1) }])
    expect(await marksOf(ticket.id)).toMatchObject({ is_unread: false })
  })
})

describe('GET /api/v1/tickets/{id}/audit', () => {
  test('O-11: for the team, the latest first, with names; for nobody else', async () => {
    const { id } = await givenTicket(world)
    for (const priority of ['high', 'urgent'])
      await world.sql`insert into audit_log (actor_id, action, subject, subject_id, before, after)
        values (${JOAO}, 'ticket-changed', 'ticket', ${id}, '{}', ${JSON.stringify({ priority })}::text::jsonb)`
    await world.sql`insert into audit_log (actor_id, action, subject, subject_id) values (${PEDRO}, 'other', 'user', ${id})`
    const first = await ana.get(`/api/v1/tickets/${id}/audit?limit=1`)
    expect(first.body).toMatchObject({
      items: [
        { action: 'ticket-changed', actor: { id: JOAO, name: 'João Tech' }, after: { priority: 'urgent' } },
      ],
      total: 2,
    })
    const { next_cursor } = first.body as { next_cursor: string }
    expect((await ana.get(`/api/v1/tickets/${id}/audit?limit=1&cursor=${next_cursor}`)).body).toMatchObject({
      items: [{ after: { priority: 'high' } }],
      next_cursor: null,
    })
    expect((await maria.get(`/api/v1/tickets/${id}/audit`)).status).toBe(403)
    expect((await ana.get('/api/v1/tickets/2147483647/audit')).body).toMatchObject({
      code: 'ticket-not-found',
    })
  })

  test('O-11: what really happened is in it, and no CPF, however it got there', async () => {
    const cpf = '529.982.247-25'
    const filed = await maria.post('/api/v1/tickets', {
      title: 'Preciso de acesso ao sistema',
      description: 'Para uma pessoa nova no financeiro',
      category: 'access',
      cpf,
    })
    const { id } = filed.body as { id: number }
    await joao.post(`/api/v1/tickets/${id}/messages`, { message: 'Vou ver', is_internal: true })
    const { text, body } = await ana.get(`/api/v1/tickets/${id}/audit`)
    const { items } = body as { items: { action: string; actor: { name: string } | null }[] }
    expect(items.map(({ action, actor }) => `${actor?.name}: ${action}`)).toEqual(
      expect.arrayContaining(['João Tech: message-added', 'Maria Santos: ticket-opened']),
    )
    expect(text.replace(/\D/g, '')).not.toContain(cpf.replace(/\D/g, ''))
    expect(text).not.toContain('Vou ver')
  })
})
