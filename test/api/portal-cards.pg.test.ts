import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { describe, expect, inject, test } from 'vitest'
import * as schema from '#src/db/schema.ts'
import { listBoard } from '#src/deals/list-cards.ts'
import type { SessionId, UserId } from '#src/ids.ts'
import type { Client } from '#test/client.ts'
import { withDatabase } from '#test/postgres.ts'
import { signedIn } from '#test/signed-in.ts'
import { ANA, givenFile, givenMessage, givenTicket, JOAO, MARIA, PEDRO } from '#test/tickets.ts'
import { createWorld } from '#test/world.ts'

/** The lists of the existing portal, to the letter: sections 2.1 and 17 of the seeds. */

const CARD_KEYS = [
  ...['id', 'deal_id', 'title', 'description', 'stage_id', 'opened', 'closed', 'created_by_id'],
  ...['requester_department', 'assignee_department', 'service_category', 'system_type', 'priority'],
  ...['matricula', 'date_deadline', 'modify_by_id', 'moved_by_id', 'last_activity_by_id'],
  ...['last_communication_time', 'close_date', 'begin_date', 'created_at', 'updated_at', 'responsible'],
  ...['responsible_email', 'responsible_profile_picture_url', 'requester_profile_picture_url'],
  ...['is_unread', 'files', 'activities'],
]
/** What section 17 lets us add. */
const OUR_KEYS = ['ticket_number', 'status', 'sla', 'version', 'crm_status']
const ACTIVITY_KEYS = [
  ...['id', 'activity_id', 'type_id', 'direction', 'subject', 'description', 'body_html', 'from_email'],
  ...['to_email', 'responsible_name', 'responsible_email', 'responsible_profile_picture_url'],
  ...['created_at_bitrix', 'created_at', 'files'],
]
const FILE_KEYS = ['id', 'file_url', 'filename']

const { world, maria, pedro, joao, ana } = await signedIn()

type Activity = { description: string; type_id: string; files: Record<string, unknown>[] }
type Card = Record<string, unknown> & {
  title: string
  activities: Activity[]
  files: Record<string, unknown>[]
}
async function cards(client: Client, path: string): Promise<Card[]> {
  const { status, body, text } = await client.get(path)
  expect(status, text).toBe(200)
  return body as Card[]
}
const titles = async (client: Client, path: string) => (await cards(client, path)).map(({ title }) => title)
const card = async (client: Client, path: string) => {
  const [first] = await cards(client, path)
  if (!first) throw new Error('no card')
  return first
}
/** What is never changed is not wiped either, unless one insists. */
async function wipe() {
  await world.sql`alter table sla_history disable trigger sla_history_is_append_only`
  await world.sql`truncate deals, activities, files, ticket_reads, domain_events cascade`
}

describe('DealCardSchema', () => {
  test('section 17: exactly its keys, nulls among them, and the few that are ours', async () => {
    const ticket = await givenTicket(world)
    const message = await givenMessage(world, ticket)
    await givenFile(world, ticket)
    await givenFile(world, ticket, { activity_id: message })
    const shown = await card(maria, `/deal/${ticket.deal_id}/${MARIA}`)
    expect(Object.keys(shown).sort()).toEqual([...CARD_KEYS, ...OUR_KEYS].sort())
    expect(Object.keys(shown.activities[0] ?? {}).sort()).toEqual([...ACTIVITY_KEYS, 'absent_files'].sort())
    expect(Object.keys(shown.files[0] ?? {}).sort()).toEqual([...FILE_KEYS].sort())
    expect(Object.keys(shown.activities[0]?.files[0] ?? {}).sort()).toEqual([...FILE_KEYS].sort())
    expect(shown).toMatchObject({
      matricula: null,
      modify_by_id: null,
      close_date: null,
      begin_date: null,
      responsible_profile_picture_url: null,
    })
  })

  test('section 17, D-07, D-13: formats and words are those of the portal', async () => {
    const ticket = await givenTicket(world, {
      priority: 'urgent',
      created_by_id: null,
      created_at: '2026-01-15T10:30:00Z',
      date_deadline: '2026-01-15T11:30:00Z',
      last_communication_time: '2026-01-15 11:45:30',
    })
    expect(await card(maria, `/deal/${ticket.deal_id}/${MARIA}`)).toMatchObject({
      id: ticket.id,
      deal_id: ticket.deal_id,
      priority: 'Crítico',
      opened: 'Y',
      closed: 'N',
      created_by_id: String(MARIA),
      created_at: '2026-01-15T10:30:00.000Z',
      date_deadline: '2026-01-15T11:30:00.000Z',
      last_communication_time: '2026-01-15 11:45:30',
      sla: { state: 'breached', resolution: { due_at: '2026-01-15T11:30:00.000Z', paused: false } },
    })
    const closed = await givenTicket(world, {
      status: 'closed',
      closed_at: '2026-01-16T00:00:00Z',
      created_by_id: '77',
    })
    expect(await card(maria, `/deal/${closed.deal_id}/${MARIA}`)).toMatchObject({
      opened: 'N',
      closed: 'Y',
      created_by_id: '77',
      close_date: '2026-01-16T00:00:00.000Z',
      sla: { state: null, resolution: null },
    })
  })

  test('M-02, M-09, 20.3, 20.5: comments, mails and calls by the portal’s numbers, and directions in words', async () => {
    const ticket = await givenTicket(world)
    await givenMessage(world, ticket, { body_text: 'de Maria', source: 'portal', author_user_id: MARIA })
    await givenMessage(world, ticket, { body_text: 'de João', external_kind: 'comment', external_id: 991 })
    const mail = {
      kind: 'email',
      source: 'email',
      from_email: 'maria@example.com',
      to_email: 'ponte@example.com',
    }
    await givenMessage(world, ticket, {
      ...mail,
      body_text: 'carta',
      direction: 'incoming',
      subject: 'Re',
      body_html: '<p>carta</p>',
    })
    await givenMessage(world, ticket, {
      kind: 'call',
      source: 'crm',
      body_text: 'ligou',
      direction: 'outgoing',
      author_user_id: null,
    })
    await givenMessage(world, ticket, { kind: 'system', source: 'system', body_text: 'fechado' })
    await givenMessage(world, ticket, { kind: 'task', source: 'crm', body_text: 'tarefa' })
    await givenMessage(world, ticket, { body_text: 'apagado', deleted_at: new Date() })
    const { activities, last_communication_time } = await card(maria, `/deal/${ticket.deal_id}/${MARIA}`)
    expect(activities).toMatchObject([
      { description: 'de Maria', type_id: '2', direction: 'incoming', activity_id: null },
      {
        description: 'de João',
        type_id: '2',
        direction: 'outgoing',
        activity_id: 991,
        responsible_name: 'João Tech',
      },
      {
        description: 'carta',
        type_id: '4',
        direction: 'incoming',
        subject: 'Re',
        body_html: '<p>carta</p>',
        from_email: 'maria@example.com',
      },
      { description: 'ligou', type_id: 'call', direction: 'outgoing' },
    ])
    expect(last_communication_time).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  })

  test('M-12: notes and their files are on no card, not even for the team', async () => {
    const ticket = await givenTicket(world, { responsible_id: JOAO })
    const note = await givenMessage(world, ticket, { kind: 'note', is_internal: true, body_text: 'Chato' })
    const hidden = await givenMessage(world, ticket, { is_internal: true, body_text: 'Muito chato' })
    for (const activity_id of [note, hidden])
      await givenFile(world, ticket, { activity_id, filename: 'segredo.png' })
    for (const [client, path] of [
      [maria, `/deal/${ticket.deal_id}/${MARIA}`],
      [joao, `/deal/${ticket.deal_id}/${JOAO}`],
      [joao, '/kanban/cards'],
      [joao, `/tickets-responsible/${JOAO}`],
      [maria, `/tickets/${MARIA}`],
    ] as const) {
      const { text } = await client.get(path)
      expect(text).toContain(ticket.ticket_number)
      expect(text, path).not.toMatch(/chato|segredo/i)
    }
  })

  test('F-07: files have a table of their own; a ticket or a message has no column for one', async () => {
    const legacy = await world.sql`
      select table_name, column_name from information_schema.columns
      where table_name in ('deals', 'activities') and column_name in ('file_id', 'file_url')`
    expect(legacy).toEqual([])
  })

  test('F-06, A-13: files and pictures are signed links; a file that waits for its scan has none', async () => {
    const ticket = await givenTicket(world, { responsible_id: ANA, responsible: 'Ana Costa' })
    await world.sql`update users set profile_picture = 'avatars/ana.png' where id = ${ANA}`
    await givenFile(world, ticket)
    await givenFile(world, ticket, { filename: 'novo.pdf', scan_status: 'waiting' })
    await givenMessage(world, ticket, { author_user_id: ANA })
    const shown = await card(maria, `/deal/${ticket.deal_id}/${MARIA}`)
    const link = new URL(String(shown.files[0]?.file_url))
    expect(link.searchParams.get('X-Amz-Expires')).toBe('7200')
    expect(link.searchParams.get('response-content-disposition')).toMatch(/^attachment/)
    expect(shown.files[1]).toMatchObject({ filename: 'novo.pdf', file_url: null })
    const picture = new URL(String(shown.responsible_profile_picture_url))
    expect(picture.pathname).toContain('avatars/ana.png')
    expect(picture.searchParams.get('X-Amz-Expires')).toBe('604800')
    expect(shown.activities[0]).toMatchObject({ responsible_profile_picture_url: picture.href })
    expect(shown.requester_profile_picture_url).toBeNull()
  })
})

describe('the lists', () => {
  test('section 2.1: all, the open ones, those in somebody’s hands, and the board; the newest first', async () => {
    await wipe()
    await givenTicket(world, { title: 'a', status: 'open' })
    await givenTicket(world, { title: 'b', status: 'resolved', responsible_id: JOAO })
    await givenTicket(world, { title: 'c', status: 'closed', responsible_id: JOAO })
    await givenTicket(world, { title: 'd', user_id: PEDRO, responsible_id: ANA })
    await givenTicket(world, { title: 'e', user_id: null })
    expect(await titles(maria, `/tickets/${MARIA}`)).toEqual(['c', 'b', 'a'])
    expect(await titles(maria, `/tickets-opens/${MARIA}`), '20.11').toEqual(['b', 'a'])
    expect(await titles(joao, `/tickets-responsible/${JOAO}`)).toEqual(['c', 'b'])
    expect(await titles(joao, '/kanban/cards'), 'Q4').toEqual(['e', 'd', 'c', 'b', 'a'])
    expect(await titles(pedro, '/kanban/cards'), 'Q4').toEqual(['d'])
    expect(await titles(ana, `/tickets/${MARIA}`), 'T-18').toEqual(['c', 'b', 'a'])
    expect(await titles(ana, `/tickets-responsible/${JOAO}`), 'Q5').toEqual(['c', 'b'])
    expect(await titles(ana, '/tickets/2147483647')).toEqual([])
  })

  test('T-18, X-06: `user_id` in a path is nobody’s authority', async () => {
    const { deal_id } = await givenTicket(world)
    for (const path of [
      `/tickets/${MARIA}`,
      `/tickets-opens/${MARIA}`,
      `/tickets-responsible/${JOAO}`,
      `/deal/${deal_id}/${MARIA}`,
    ]) {
      expect((await pedro.get(path)).status, path).toBe(404)
      expect((await world.visitor().get(path)).status, path).toBe(401)
    }
    const own = await pedro.get(`/deal/${deal_id}/${PEDRO}`)
    expect(own.status).toBe(404)
    expect(own.body).toMatchObject({ code: 'ticket-not-found', detail: expect.any(String) })
  })

  test('A-21: an agent who is one no more keeps nothing but their own', async () => {
    await wipe()
    await givenTicket(world, { title: 'of Maria', responsible_id: PEDRO })
    await givenTicket(world, { title: 'of Pedro', user_id: PEDRO, responsible_id: PEDRO })
    expect(await titles(pedro, `/tickets-responsible/${PEDRO}`)).toEqual(['of Pedro'])
  })

  test('D-23: never more than PORTAL_LIST_MAX; the rest is where Link leads, and X-Total-Count says how much there is', async () => {
    await using small = await createWorld({ PORTAL_LIST_MAX: '2' })
    for (const title of 'abcde') await givenTicket(small, { title })
    const client = await small.signIn('1001')
    const met: string[] = []
    let path: string | undefined = `/tickets/${MARIA}`
    while (path) {
      const answer = await client.get(path)
      expect(answer.headers.get('x-total-count')).toBe('5')
      met.push((answer.body as Card[]).map(({ title }) => title).join(''))
      path = /^<(.+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1]
    }
    expect(met).toEqual(['ed', 'cb', 'a'])
  })

  test('a list costs as many queries for fifty tickets as for one', async () => {
    await wipe()
    const [row] = await world.sql<{ name: string }[]>`select current_database() as name`
    const client = postgres(withDatabase(inject('templateUrl'), row?.name ?? ''), { max: 2 })
    let queries = 0
    const logger = { logQuery: () => void queries++ }
    const reader = { origin: world.url, locale: 'pt-BR' as const }
    const ports = {
      ...world.gateway.ports,
      reader,
      db: drizzle(client, { schema, casing: 'snake_case', logger }),
    }
    const caller = {
      userId: JOAO as UserId,
      sessionId: '' as SessionId,
      role: 'agent' as const,
      department: 'TI',
      exceptions: {},
    }
    const counted = async (cards: number) => {
      queries = 0
      expect((await listBoard(ports, caller, { limit: 500 })).cards.length).toBe(cards)
      return queries
    }
    const given = async () => {
      const ticket = await givenTicket(world, { responsible_id: JOAO })
      const message = await givenMessage(world, ticket)
      await givenFile(world, ticket)
      await givenFile(world, ticket, { activity_id: message })
    }
    await given()
    const one = await counted(1)
    for (let n = 1; n < 50; n++) await given()
    expect(await counted(50)).toBe(one)
    await client.end()
  })

  test('a ticket of a thousand comments does not swell a list: it shows the newest', async () => {
    const ticket = await givenTicket(world)
    await world.sql`insert into activities (ticket_id, kind, source, body_text)
      select ${ticket.id}, 'comment', 'agent', 'nr ' || n from generate_series(1, 1000) n`
    const listed = (await cards(maria, `/tickets/${MARIA}`)).find(({ id }) => id === ticket.id)
    expect(listed?.activities.length).toBe(50)
    expect(listed?.activities.at(-1)).toMatchObject({ description: 'nr 1000' })
    const { activities } = await card(maria, `/deal/${ticket.deal_id}/${MARIA}`)
    expect(activities.length).toBe(500)
  })
})

describe('GET /deal/{deal_id}/{user_id}', () => {
  const marksOf = async (id: number) => {
    const [row] = await world.sql`select is_unread, is_unread_by_team from deals where id = ${id}`
    return row
  }

  test('T-20: an array of one that is kept by nobody on the way', async () => {
    const { deal_id, id } = await givenTicket(world)
    const answer = await maria.get(`/deal/${deal_id}/${MARIA}`)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.body).toMatchObject([{ id }])
    expect(answer.body).toHaveLength(1)
  })

  test('T-20, T-41: read by the requester or by the responsible, each for their side; by nobody else', async () => {
    const { deal_id, id } = await givenTicket(world, {
      responsible_id: JOAO,
      is_unread: true,
      is_unread_by_team: true,
    })
    await ana.get(`/deal/${deal_id}/${ANA}`)
    await ana.get(`/deal/${deal_id}/${MARIA}`)
    expect(await marksOf(id)).toEqual({ is_unread: true, is_unread_by_team: true })
    expect(await card(maria, `/deal/${deal_id}/${MARIA}`)).toMatchObject({ is_unread: false })
    expect(await marksOf(id)).toEqual({ is_unread: false, is_unread_by_team: true })
    expect(await card(joao, `/deal/${deal_id}/${JOAO}`)).toMatchObject({ is_unread: false })
    expect(await marksOf(id)).toEqual({ is_unread: false, is_unread_by_team: false })
    await maria.get(`/deal/${deal_id}/${MARIA}`)
    expect(
      await world.sql`select from domain_events where ticket_id = ${id} and kind <> 'notification'`,
      'told once each',
    ).toHaveLength(2)
  })

  test('T-20: HEAD marks nothing as read, for it shows nothing', async () => {
    const { id, deal_id } = await givenTicket(world, { is_unread: true })
    const answer = await maria.send('HEAD', `/deal/${deal_id}/${MARIA}`, undefined)
    expect([answer.status, answer.text]).toEqual([200, ''])
    expect(await marksOf(id)).toMatchObject({ is_unread: true })
    expect(await world.sql`select from ticket_reads where ticket_id = ${id}`).toEqual([])
  })

  test('bad input: numbers that are none', async () => {
    for (const path of [
      `/deal/x/${MARIA}`,
      '/deal/1/x',
      `/deal/0/${MARIA}`,
      `/deal/99999999999/${MARIA}`,
      '/tickets/0',
      '/tickets/1.5',
      '/kanban/cards?cursor=x',
    ]) {
      const { status, body } = await maria.get(path)
      expect(status, path).toBe(422)
      expect(body, 'D-21').toMatchObject({ detail: [{ loc: expect.any(Array) }] })
    }
    expect((await maria.get(`/deal/2147483647/${MARIA}`)).body).toMatchObject({ code: 'ticket-not-found' })
  })
})
