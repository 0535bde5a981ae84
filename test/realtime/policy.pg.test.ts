import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { telling } from '#src/db/tell.ts'
import type { TicketId, UserId } from '#src/ids.ts'
import type { ClientToServer } from '#src/realtime/events.ts'
import { type Listener, listen } from '#test/room-client.ts'
import { type Given, givenMessage, givenTicket, JOAO } from '#test/tickets.ts'
import { createWorld, type World } from '#test/world.ts'

/** Every room, asked for by everybody, and everything that is said in any of them: who hears it. */

const WHO = ['owner', 'another', 'agent', 'lead', 'admin'] as const
type Who = (typeof WHO)[number]
const MATRICULA: Record<Who, string> = {
  owner: '1001',
  another: '1002',
  agent: '2002',
  lead: '2001',
  admin: '9001',
}
const TEAM: readonly Who[] = ['agent', 'lead', 'admin']

const ROOMS = {
  'join_deal by deal_id': {
    mayEnter: ['owner', ...TEAM],
    ask: ({ deal_id }: Given) => ['join_deal', { deal_id }],
  },
  'join_deal by ticket_id': {
    mayEnter: ['owner', ...TEAM],
    ask: ({ id }: Given) => ['join_deal', { ticket_id: id }],
  },
  join_ticket: { mayEnter: ['owner', ...TEAM], ask: ({ id }: Given) => ['join_ticket', { ticket_id: id }] },
  'join_deal with since_seq': {
    mayEnter: ['owner', ...TEAM],
    ask: ({ deal_id }: Given) => ['join_deal', { deal_id, since_seq: 0 }],
  },
  join_dashboard: { mayEnter: TEAM, ask: () => ['join_dashboard', {}] },
  'join_dashboard with since_seq': { mayEnter: TEAM, ask: () => ['join_dashboard', { since_seq: 0 }] },
  admin_join_ticket_monitor: { mayEnter: TEAM, ask: () => ['admin_join_ticket_monitor', {}] },
} as const satisfies Record<
  string,
  { mayEnter: readonly Who[]; ask(ticket: Given): readonly [keyof ClientToServer, object] }
>

let world: World
let ticket: Given
const listeners = {} as Record<Who, Listener>
beforeAll(async () => {
  world = await createWorld({ ROLE: 'api' })
  await world.sql`update users set role = 'lead' where id = ${JOAO}`
  ticket = await givenTicket(world)
  for (const who of WHO) listeners[who] = await listen(await world.signIn(MATRICULA[who]))
})
afterAll(async () => {
  for (const listener of Object.values(listeners)) await listener[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
})

describe('R-15: every room, asked for by everybody about somebody’s deal', () => {
  const asked = Object.entries(ROOMS).flatMap(([room, { mayEnter, ask }]) =>
    WHO.map((who) => ({ room, who, ask, isLetIn: (mayEnter as readonly Who[]).includes(who) })),
  )
  test.each(asked)('$who: $room', async ({ who, ask, isLetIn }) => {
    const [event, payload] = ask(ticket)
    const answer = await listeners[who].ask(event, payload)
    if (isLetIn) expect(answer).toMatchObject({ ok: true })
    else expect(answer).toEqual({ ok: false, code: 'forbidden' })
  })

  test('that it is not theirs and that there is none is the same answer', async () => {
    expect(await listeners.another.ask('join_deal', { deal_id: 999_999 })).toEqual({
      ok: false,
      code: 'forbidden',
    })
    expect(await listeners.agent.ask('join_deal', { deal_id: 999_999 })).toEqual({
      ok: false,
      code: 'forbidden',
    })
  })

  test.each([
    undefined,
    null,
    7,
    'x',
    {},
    { deal_id: '7001' },
    { deal_id: -1 },
    { deal_id: 1.5 },
    { ticket_id: 2 ** 31 },
  ])('what cannot be is refused: %j', async (asked) => {
    const answer = await listeners.agent.ask('join_deal', asked as object)
    expect(answer).toEqual({ ok: false, code: 'invalid-request' })
  })

  test('nobody without a session, or with one that is over, is let in', async () => {
    const visitor = world.visitor()
    await expect(listen(visitor)).rejects.toThrow('not-signed-in')
    await expect(listen(visitor, { auth: { token: 'x.y.z' } })).rejects.toThrow('token-not-valid')
    const gone = await world.signIn('1002')
    const token = gone.cookies.get('access_token')
    await gone.delete('/api/v1/session')
    await expect(listen(visitor, { auth: { token } })).rejects.toThrow('session-ended')
    // X-03: a token in an address ends up in logs.
    await expect(listen(visitor, { auth: {}, query: { token } })).rejects.toThrow('not-signed-in')
  })
})

describe('M-12: everybody in every room that they may be in, and everything that can be said', () => {
  const NOTE = 'somente-da-equipe'
  const SAID = 'para-quem-pediu'
  const KINDS = [
    'message-added',
    'message-changed',
    'message-removed',
    'change-pending',
    'change-rejected',
    'sync-state',
  ] as const

  test('notes are heard by the team alone, live, by sync, in snapshots and after they changed', async () => {
    const noteId = await givenMessage(world, ticket, { body_text: NOTE, kind: 'note', is_internal: true })
    await world.sql`insert into files (ticket_id, activity_id, upload_id, key, filename, size_bytes, mime, sha256)
      values (${ticket.id}, ${noteId}, gen_random_uuid(), 'attachments/nota', ${`${NOTE}.png`}, 1, 'image/png', 'x')`
    const saidId = await givenMessage(world, ticket, { body_text: SAID })
    const { db } = world.gateway.ports
    await db.transaction((tx) =>
      telling(tx, async (tell) => {
        const about = { ticketId: ticket.id as TicketId, actorId: JOAO as UserId }
        for (const kind of KINDS)
          tell({
            kind,
            ...about,
            isInternal: true,
            data: { message_id: noteId, code: NOTE, changes: { title: NOTE } },
          })
        // Though the event forgot to say so.
        tell({ kind: 'message-added', ...about, data: { message_id: noteId } })
        tell({ kind: 'message-added', ...about, data: { message_id: saidId } })
      }),
    )
    for (const who of ['owner', ...TEAM] as const)
      await listeners[who].hears('new_comment', ({ activity }) => activity.description === SAID)
    for (const who of WHO) {
      const { heard, ask } = listeners[who]
      await ask('sync', { since_seq: 0 })
      const answers = [
        await ask('join_deal', { deal_id: ticket.deal_id }),
        await ask('join_ticket', { ticket_id: ticket.id, since_seq: 0 }),
      ]
      const all = JSON.stringify([heard, answers])
      expect(all.includes(NOTE), `${who} hears of notes`).toBe(TEAM.includes(who))
      expect(all.includes(SAID), `${who} hears what was said`).toBe(who !== 'another')
    }
    expect(listeners.another.heard).toEqual([])
  })

  test('how far the team has read is told without a word of notes', async () => {
    const read = await givenTicket(world)
    const said = await givenMessage(world, read, { body_text: 'Já vamos' })
    await givenMessage(world, read, { body_text: NOTE, kind: 'note', is_internal: true })
    const joao = await world.signIn('2001')
    expect((await joao.post(`/api/v1/tickets/${read.id}/read`)).status).toBe(200)
    const receipt = await listeners.owner.hears('ticket_read', ({ id }) => id === read.id)
    expect(receipt).toMatchObject({ by_team: true, last_read_message_id: said })
  })
})
