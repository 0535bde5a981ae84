import { expect, test } from 'vitest'
import type { Answer } from '#test/client.ts'
import { signedIn } from '#test/signed-in.ts'
import { commentsOf, ticketHere, ticketInCrm } from '#test/tickets/talk.ts'
import { ANA, type Given, JOAO, MARIA, PEDRO } from '#test/tickets.ts'

const { world, maria, joao } = await signedIn()

const at = ({ id }: Pick<Given, 'id'>, rest = '') => `/api/v1/tickets/${id}${rest}`
const say = (ticket: Given, message: string, mentions: number[], more = {}, who = joao) =>
  who.post(at(ticket, '/messages'), { message, mentions, ...more })
const wrongOf = ({ status, body }: Answer) => [
  status,
  (body as { errors?: { field: string }[] }).errors?.[0]?.field,
]

test('whoever of the team is called by name follows the ticket, and is named in what is told', async () => {
  const ticket = await ticketInCrm(world)
  const note = await say(ticket, '@Ana Costa pode olhar?', [ANA, ANA], { is_internal: true })
  const named = { mentions: [ANA], mentioned: [{ id: ANA, name: 'Ana Costa' }] }
  expect([note.status, note.body]).toMatchObject([201, named])
  expect((await joao.get(at(ticket, '/messages'))).body).toMatchObject({ items: [named] })
  const reply = await say(ticket, '@Maria Santos veja', [MARIA])
  expect([reply.status, reply.body]).toMatchObject([201, { mentions: [MARIA] }])
  const told = await world.sql<{ data: { mentions?: number[] }; is_internal: boolean }[]>`
    select data, is_internal from domain_events where kind = 'message-added' and ticket_id = ${ticket.id} order by seq`
  expect(told.map(({ data, is_internal }) => [data.mentions, is_internal])).toEqual([
    [[ANA], true],
    [[MARIA], false],
  ])
  expect((await joao.get(at(ticket))).body).toMatchObject({ watcher_ids: [ANA] })
  await world.settle()
  // To the CRM it is text.
  expect(await commentsOf(world, ticket)).toEqual(['João Tech (2001):\n@Maria Santos veja'])
})

test('nobody is called who may not see it, and nobody but the team calls', async () => {
  const ticket = await ticketHere(world)
  for (const [mentions, more] of [
    [[ANA, PEDRO], {}],
    [[ANA, MARIA], { is_internal: true }],
    [[ANA, 999_999], {}],
  ] as const)
    expect(wrongOf(await say(ticket, 'Oi', [...mentions], more))).toEqual([422, 'mentions.1'])
  expect((await say(ticket, 'Oi', [JOAO], {}, maria)).status).toBe(403)
  expect(
    (
      await say(
        ticket,
        'Oi',
        Array.from({ length: 21 }, (_, n) => n + 1),
      )
    ).status,
  ).toBe(422)
  expect((await joao.get(at(ticket, '/messages'))).body).toMatchObject({ items: [] })
  expect((await joao.get(at(ticket))).body).toMatchObject({ watcher_ids: [] })
  // Whoever is in copy sees it.
  await joao.put(at(ticket, `/watchers/${PEDRO}`))
  expect((await say(ticket, '@Pedro Lima veja', [PEDRO])).status).toBe(201)
})
