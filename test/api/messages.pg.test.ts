import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { signedIn } from '#test/signed-in.ts'
import { commentsOf, rowOf, type Talked, ticketHere, ticketInCrm, uploadOf } from '#test/tickets/talk.ts'
import { ANA, givenMessage, JOAO, MARIA } from '#test/tickets.ts'

const { world, maria, pedro, joao, ana } = await signedIn()

const say = (who: Client, { id }: Pick<Talked, 'id'>, body: Record<string, unknown>) =>
  who.post(`/api/v1/tickets/${id}/messages`, body)
const messagesOf = async (who: Client, { id }: Pick<Talked, 'id'>) => {
  const { body } = await who.get(`/api/v1/tickets/${id}/messages`)
  return (body as { items: { message: string; is_internal: boolean }[] }).items
}
const rowsOf = ({ id }: Pick<Talked, 'id'>) =>
  world.sql`select * from activities where ticket_id = ${id} order by id`
const DAY_MS = 24 * 3_600_000

describe('201', () => {
  test('M-10, M-06, M-11: a message is answered whole, and is in the CRM under the name of its author', async () => {
    const ticket = await ticketInCrm(world)
    const client_id = randomUUID()
    const answer = await say(maria, ticket, { message: '  Olá,\r\nnada funciona  ', client_id })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      ticket_id: ticket.id,
      deal_id: ticket.deal_id,
      kind: 'comment',
      source: 'portal',
      is_internal: false,
      is_from_user: true,
      sender_type: 'user',
      author: { id: MARIA, name: 'Maria Santos', email: 'maria.santos@example.com' },
      message: 'Olá,\nnada funciona',
      message_type: 'text',
      files: [],
      client_id,
      crm_status: 'pending',
      is_read: true,
    })
    await world.settle()
    expect(await commentsOf(world, ticket)).toEqual(['Maria Santos (1001):\nOlá,\nnada funciona'])
    // A version counts what people change of the ticket, so that nobody's change is refused for what was said meanwhile.
    expect(await rowOf(world, ticket)).toMatchObject({ version: 1 })
    const [row] = await rowsOf(ticket)
    expect(row).toMatchObject({ crm_status: 'synced', external_kind: 'comment' })
    expect(row?.external_id).toBeGreaterThan(0)
  })

  test('M-05: text is cleaned of what steers how it is shown, and is never markup in the CRM', async () => {
    const ticket = await ticketInCrm(world)
    const answer = await say(maria, ticket, { message: 'a\u0007b \u202egnp.exe\u202c [b]c[/b] <script>' })
    expect(answer.body).toMatchObject({ message: 'ab gnp.exe [b]c[/b] <script>' })
    await world.settle()
    expect((await commentsOf(world, ticket))[0]).not.toContain('[b]')
  })

  test('F-11: uploads of the author come with it, by id or by their address here', async () => {
    const ticket = await ticketHere(world)
    const ids = [await uploadOf(maria, 'um.txt'), await uploadOf(maria, 'dois.txt')]
    const attachments = [ids[0], `${world.url}/api/v1/attachments/${ids[1]}`]
    const answer = await say(maria, ticket, { message: 'Anexos', attachments })
    expect(answer.status, answer.text).toBe(201)
    expect(answer.body).toMatchObject({ files: [{ filename: 'um.txt' }, { filename: 'dois.txt' }] })
    const again = await say(maria, ticket, { message: 'De novo', attachments: [ids[0]] })
    expect([again.status, again.body]).toMatchObject([409, { code: 'upload-already-used' }])
    expect(await rowsOf(ticket)).toHaveLength(1)
  })

  test('T-40, T-41: what one side says is unread for the other, and read for whoever says it', async () => {
    const ticket = await ticketHere(world, { is_unread_by_team: false })
    await say(maria, ticket, { message: 'Pergunta' })
    expect(await rowOf(world, ticket)).toMatchObject({ is_unread: false, is_unread_by_team: true })
    const { body } = await say(joao, ticket, { message: 'Resposta' })
    expect(await rowOf(world, ticket)).toMatchObject({
      is_unread: true,
      is_unread_by_team: false,
      message_count: 2,
    })
    const reads =
      await world.sql`select * from ticket_reads where ticket_id = ${ticket.id} and user_id = ${JOAO}`
    expect(reads).toMatchObject([{ last_read_message_id: (body as { id: number }).id }])
  })

  test('every message leaves an audit line and an event, in the same transaction', async () => {
    const ticket = await ticketHere(world)
    const { body } = await say(joao, ticket, { message: 'Resposta' })
    const { id } = body as { id: number }
    const events =
      await world.sql`select * from domain_events where ticket_id = ${ticket.id} and kind <> 'notification' order by seq`
    expect(events.map(({ kind }) => kind)).toEqual(['message-added', 'ticket-changed', 'ticket-assigned'])
    expect(events[0]).toMatchObject({
      actor_id: JOAO,
      is_internal: false,
      data: { message_id: id, kind: 'comment', sender_type: 'admin' },
    })
    const lines =
      await world.sql`select action, after from audit_log where subject = 'ticket' and subject_id = ${ticket.id} order by id`
    expect(lines).toMatchObject([
      { action: 'message-added', after: { message_id: id } },
      { action: 'message-added', after: { status: 'in_progress' } },
    ])
  })

  test('order: what is said one after the other is in the CRM one after the other', async () => {
    const ticket = await ticketInCrm(world)
    for (let n = 1; n <= 12; n++) await say(n % 2 ? maria : joao, ticket, { message: `nº ${n}` })
    await world.settle()
    const texts = await commentsOf(world, ticket)
    expect(texts.map((text) => text.split('\n')[1])).toEqual(
      Array.from({ length: 12 }, (_, n) => `nº ${n + 1}`),
    )
  })
})

describe('status (0.3)', () => {
  const team = { responsible_id: ANA, responsible: 'Ana Costa' }

  test('agent reply while open: in progress, and the replier takes it if nobody has', async () => {
    const ticket = await ticketInCrm(world)
    await say(joao, ticket, { message: 'Vou ver' })
    const row = await rowOf(world, ticket)
    expect(row).toMatchObject({ status: 'in_progress', responsible_id: JOAO, responsible: 'João Tech' })
    expect(row.first_response_at).not.toBeNull()
    expect(row.assigned_at).not.toBeNull()
    await world.settle()
    const deal = await world.gateway.ports.crm.readDeal(ticket.deal_id, { priority: 'people' })
    expect(deal?.stageId).toBe(row.stage_id)
    expect(deal?.stageId).not.toBe('C19:NEW')
    expect(await rowOf(world, ticket)).toMatchObject({ crm_status: 'synced' })
  })

  test('agent reply on a ticket of a colleague: it stays theirs', async () => {
    const ticket = await ticketHere(world, team)
    await say(joao, ticket, { message: 'Ana está de férias' })
    expect(await rowOf(world, ticket)).toMatchObject({ status: 'in_progress', responsible_id: ANA })
  })

  test('T-35: the first response is the first public one, and stays', async () => {
    const ticket = await ticketHere(world)
    await say(joao, ticket, { message: 'nota', is_internal: true })
    await say(maria, ticket, { message: 'Alguém?' })
    expect((await rowOf(world, ticket)).first_response_at).toBeNull()
    await say(joao, ticket, { message: 'Sim' })
    const first = (await rowOf(world, ticket)).first_response_at
    await say(joao, ticket, { message: 'Aqui' })
    expect((await rowOf(world, ticket)).first_response_at).toEqual(first)
  })

  test.each([
    ['agent', 'in_progress', {}, 'waiting_for_user'],
    ['agent', 'in_progress', { status_after: 'keep' }, 'in_progress'],
    ['agent', 'in_progress', { status_after: 'resolved' }, 'resolved'],
    ['agent', 'open', { status_after: 'waiting_for_user' }, 'waiting_for_user'],
    ['agent', 'on_hold', {}, 'on_hold'],
    ['agent', 'resolved', {}, 'resolved'],
    ['agent', 'closed', {}, 'closed'],
    ['requester', 'open', {}, 'open'],
    ['requester', 'in_progress', {}, 'in_progress'],
    ['requester', 'waiting_for_user', {}, 'in_progress'],
    ['requester', 'resolved', {}, 'open'],
  ])('%s reply while %s with %j: %s', async (who, status, more, after) => {
    const ticket = await ticketHere(world, {
      ...team,
      status,
      ...(isOver(status) && { closed_at: new Date() }),
    })
    const answer = await say(who === 'agent' ? joao : maria, ticket, { message: 'Texto', ...more })
    expect(answer.status, answer.text).toBe(201)
    const row = await rowOf(world, ticket)
    expect(row.status).toBe(after)
    if (after === 'resolved') expect(row.resolved_at === null).toBe(status === 'resolved')
    expect(row.reopen_count).toBe(status === 'resolved' && after === 'open' ? 1 : 0)
  })

  test('D-09: a reply within the window after it was closed opens it again', async () => {
    const ticket = await ticketHere(world, {
      status: 'closed',
      stage_id: 'C19:WON',
      closed_at: new Date(world.clock.now().getTime() - 6 * DAY_MS),
      rating: 5,
    })
    expect((await say(maria, ticket, { message: 'Voltou' })).status).toBe(201)
    expect(await rowOf(world, ticket)).toMatchObject({
      status: 'open',
      reopen_count: 1,
      closed_at: null,
      rating: null,
    })
  })

  test('a status after that is no step from where it stands is refused, and nothing is said', async () => {
    const ticket = await ticketHere(world, { status: 'closed', closed_at: new Date() })
    const answer = await say(joao, ticket, { message: 'Texto', status_after: 'in_progress' })
    expect([answer.status, answer.body]).toMatchObject([409, { code: 'invalid-transition' }])
    expect(await rowsOf(ticket)).toHaveLength(0)
  })
})

describe('notes (M-12)', () => {
  test('a note is for the team: not for the requester, not for the CRM, and changes nothing they see', async () => {
    const ticket = await ticketInCrm(world)
    const before = await rowOf(world, ticket)
    const answer = await say(joao, ticket, { message: 'SEGREDO da equipe', is_internal: true })
    expect([answer.status, answer.body]).toMatchObject([
      201,
      { kind: 'note', is_internal: true, crm_status: null, sender_type: 'admin' },
    ])
    await world.settle()
    expect(await rowOf(world, ticket)).toEqual(before)
    expect(await commentsOf(world, ticket)).toEqual([])
    expect((await messagesOf(joao, ticket)).map(({ message }) => message)).toContain('SEGREDO da equipe')
    expect(JSON.stringify(await messagesOf(maria, ticket))).not.toContain('SEGREDO')
    expect((await maria.get(`/api/v1/tickets/${ticket.id}`)).text).not.toContain('SEGREDO')
    const events =
      await world.sql`select is_internal from domain_events where ticket_id = ${ticket.id} and kind <> 'notification'`
    expect(events).toMatchObject([{ is_internal: true }])
  })

  test('files of a note stay with the team', async () => {
    const ticket = await ticketHere(world)
    const upload = await uploadOf(joao, 'interno.txt')
    const { body } = await say(joao, ticket, { message: 'nota', is_internal: true, attachments: [upload] })
    const [file] = (body as { files: { id: number }[] }).files
    await world.settle()
    expect((await maria.get(`/api/v1/attachments/${file?.id}`)).status).toBe(404)
    const [row] = await world.sql`select crm_status from files where upload_id = ${upload}`
    expect(row?.crm_status).toBeNull()
  })

  test('a requester writes no notes, and does not say what becomes of the status', async () => {
    const ticket = await ticketHere(world)
    for (const more of [{ is_internal: true }, { status_after: 'resolved' }]) {
      const answer = await say(maria, ticket, { message: 'Texto', ...more })
      expect([answer.status, answer.body]).toMatchObject([403, { code: 'forbidden' }])
    }
    expect(await rowsOf(ticket)).toHaveLength(0)
  })
})

describe('200', () => {
  test('M-11: sent again under the same client_id it is the same message, said once', async () => {
    const ticket = await ticketInCrm(world)
    const body = { message: 'Uma vez só', client_id: randomUUID() }
    const answers = await Promise.all([1, 2, 3, 4].map(() => say(maria, ticket, body)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201])
    expect(new Set(answers.map((answer) => (answer.body as { id: number }).id)).size).toBe(1)
    await world.settle()
    expect(await commentsOf(world, ticket)).toHaveLength(1)
    expect(await rowOf(world, ticket)).toMatchObject({ message_count: 1 })
  })

  test('T-17: an Idempotency-Key says the same; with files, which are what they were', async () => {
    const ticket = await ticketHere(world)
    const body = { message: 'Com anexo', attachments: [await uploadOf(maria, 'a.txt')] }
    const send = () =>
      maria.post(`/api/v1/tickets/${ticket.id}/messages`, body, { 'idempotency-key': 'chave-1' })
    const first = await send()
    expect([first.status, (await send()).status]).toEqual([201, 200])
    expect((await send()).body).toMatchObject({ files: [{ filename: 'a.txt' }] })
  })
})

describe('422', () => {
  test('M-11: something else under the same client_id', async () => {
    const [ticket, other] = [await ticketHere(world), await ticketHere(world)]
    const client_id = randomUUID()
    await say(maria, ticket, { message: 'Isto', client_id })
    for (const [where, body] of [
      [ticket, { message: 'Aquilo', client_id }],
      [ticket, { message: 'Isto', client_id, attachments: [await uploadOf(maria, 'novo.txt')] }],
      [other, { message: 'Isto', client_id }],
    ] as const) {
      const answer = await say(maria, where, body)
      expect([answer.status, answer.body]).toMatchObject([422, { code: 'idempotency-key-reused' }])
    }
    expect((await say(pedro, ticket, { message: 'Isto', client_id })).status).toBe(404)
    expect((await say(joao, ticket, { message: 'Isto', client_id })).status).toBe(201)
  })

  test.each([
    ['nothing', {}],
    ['an empty text', { message: '' }],
    ['a text of spaces and controls', { message: ' \n\u0007\u202e ' }],
    ['a text that is none', { message: 7 }],
    ['20,001 characters', { message: 'x'.repeat(20_001) }],
    ['NUL', { message: 'a\0b' }],
    ['half a character', { message: 'a\ud800b' }],
    ['surplus keys', { message: 'Texto', user_id: 2 }],
    ['a status that there is not', { message: 'Texto', status_after: 'closed' }],
    ['a status after a note', { message: 'Texto', is_internal: true, status_after: 'resolved' }],
    ['a client_id with a line break', { message: 'Texto', client_id: 'a\nb' }],
    ['an upload that is none', { message: 'Texto', attachments: ['x'] }],
    ['an upload elsewhere', { message: 'Texto', attachments: [`https://evil.example/${randomUUID()}`] }],
    ['an upload that nobody made', { message: 'Texto', attachments: [randomUUID()] }],
    ['11 uploads', { message: 'Texto', attachments: Array.from({ length: 11 }, () => randomUUID()) }],
  ])('%s', async (_, body) => {
    const ticket = await ticketHere(world)
    const answer = await say(joao, ticket, body)
    expect(answer.status, answer.text).toBe(422)
    expect(await rowsOf(ticket)).toHaveLength(0)
  })

  test("an upload of somebody else's", async () => {
    const ticket = await ticketHere(world)
    const answer = await say(maria, ticket, {
      message: 'Texto',
      attachments: [await uploadOf(pedro, 'p.txt')],
    })
    expect([answer.status, answer.body]).toMatchObject([422, { code: 'invalid-request' }])
  })

  test('20,000 characters are taken', async () => {
    const ticket = await ticketHere(world)
    expect((await say(maria, ticket, { message: 'ã'.repeat(20_000) })).status).toBe(201)
  })
})

describe('404', () => {
  test('T-29: to strangers there is no such ticket, as there is none that nobody has', async () => {
    const ticket = await ticketHere(world)
    const answers = [
      await say(pedro, ticket, { message: 'Oi' }),
      await say(maria, { id: 999_999 }, { message: 'Oi' }),
      await say(pedro, ticket, { message: 'Oi', is_internal: true }),
    ]
    for (const { status, body } of answers)
      expect([status, body]).toMatchObject([404, { code: 'ticket-not-found' }])
    expect(
      (await world.visitor().post(`/api/v1/tickets/${ticket.id}/messages`, { message: 'Oi' })).status,
    ).toBe(401)
    expect(await rowsOf(ticket)).toHaveLength(0)
  })
})

test('an agent on a ticket of their own is its requester', async () => {
  const ticket = await ticketHere(world, { user_id: ANA, requester_email: 'ana.costa@example.com' })
  const { body } = await say(ana, ticket, { message: 'Meu computador' })
  expect(body).toMatchObject({ is_from_user: true, source: 'portal' })
  expect(await rowOf(world, ticket)).toMatchObject({
    status: 'open',
    responsible_id: null,
    first_response_at: null,
    is_unread_by_team: true,
  })
})

test('what others said before stays as they said it', async () => {
  const ticket = await ticketHere(world)
  const earlier = await givenMessage(world, ticket)
  await say(maria, ticket, { message: 'Obrigada' })
  expect((await rowsOf(ticket)).map(({ id }) => id)[0]).toBe(earlier)
})

const isOver = (status: string) => status === 'closed' || status === 'resolved'
