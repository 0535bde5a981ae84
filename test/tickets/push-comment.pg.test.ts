import { expect, test } from 'vitest'
import type { MessageId, TicketId } from '#src/ids.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Client } from '#test/client.ts'
import { givenMessage } from '#test/tickets.ts'
import { createWorld, type World } from '#test/world.ts'
import { commentsOf, ticketHere, ticketInCrm } from './talk.ts'

const say = (who: Client, { id }: { id: number }, message: string) =>
  who.post(`/api/v1/tickets/${id}/messages`, { message })
const fault = (world: World, effect: string, more: Record<string, unknown> = {}) =>
  world.control('PUT', 'faults', [
    { match: { method: 'crm.timeline.comment.add' }, effect, times: 1, ...more },
  ])
const textsOf = (texts: string[]) => texts.map((text) => text.split('\n')[1])
const rowsOf = ({ sql }: World) =>
  sql`select body_text, crm_status, crm_error, external_id from activities order by id`

test('I1: of a comment whose answer got lost there is one, and two that say the same are two', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const ticket = await ticketInCrm(world)
  await say(maria, ticket, 'ok')
  await world.settle()
  for (const effect of ['lost-answer', 'truncate', 'garbage', 'reset']) {
    await fault(world, effect)
    await say(maria, ticket, 'ok')
    await say(maria, ticket, `depois de ${effect}`)
    await world.settle({ hurry: true })
  }
  expect(textsOf(await commentsOf(world, ticket))).toEqual([
    'ok',
    ...['lost-answer', 'truncate', 'garbage', 'reset'].flatMap((effect) => ['ok', `depois de ${effect}`]),
  ])
  const rows = await rowsOf(world)
  expect(new Set(rows.map(({ external_id }) => external_id)).size).toBe(rows.length)
  expect(new Set(rows.map(({ crm_status }) => crm_status))).toEqual(new Set(['synced']))
})

test('a comment that the mirror has read before we knew its number is one row, and one comment', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const ticket = await ticketInCrm(world)
  const said = await say(maria, ticket, 'quem foi?')
  const { id } = said.body as { id: MessageId }
  await world.settle()
  // As if its worker had died between the CRM's answer and its own commit, and the mirror had been there since.
  const [row] = await world.sql`select external_id from activities where id = ${id}`
  await world.sql`update activities set external_id = null, external_kind = null where id = ${id}`
  await givenMessage(world, ticket, {
    source: 'crm',
    author_user_id: null,
    external_kind: 'comment',
    external_id: row?.external_id,
    body_text: 'Maria Santos (1001):\nquem foi?',
  })
  const payload = { ticketId: ticket.id as TicketId, activityId: id }
  await promise(world.gateway.ports.db, 'push-comment', payload, { delayMs: 60_000 })
  await world.sql`update jobs set may_exist = true`
  await world.settle({ hurry: true })
  expect(await commentsOf(world, ticket)).toEqual(['Maria Santos (1001):\nquem foi?'])
  expect(await rowsOf(world)).toMatchObject([{ body_text: 'quem foi?', external_id: row?.external_id }])
})

test('people who talk all at once get their answers, and the CRM all of it once', async () => {
  await using world = await createWorld()
  const [maria, joao] = [await world.signIn('1001'), await world.signIn('2001')]
  const ticket = await ticketInCrm(world)
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, n) =>
      n % 2 === 0
        ? say(n % 4 === 0 ? maria : joao, ticket, `nº ${n}`)
        : joao.post(`/api/v1/tickets/${ticket.id}/emails`, { message: `mail ${n}` }),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array(24).fill(201))
  await world.settle({ hurry: true })
  const rows = await world.sql`select id, kind, body_text from activities order by id`
  const said = rows.filter(({ kind }) => kind === 'comment').map(({ body_text }) => body_text)
  expect(textsOf(await commentsOf(world, ticket))).toEqual(said)
  const mails = await world.gateway.ports.crm.readActivities(ticket.deal_id, { priority: 'people' })
  expect(mails).toHaveLength(12)
  const subject = `[#${ticket.deal_id}] Chamado`
  // Beside them, notices go by their own letters.
  expect(world.sandbox.mailbox.list().filter((mail) => mail.subject === subject)).toHaveLength(12)
})

test('order is kept while the CRM is away, and the person who writes does not notice', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const ticket = await ticketInCrm(world)
  await fault(world, 'status', { code: 503, times: 3 })
  for (const text of ['um', 'dois', 'três']) expect((await say(maria, ticket, text)).status).toBe(201)
  await world.settle({ hurry: true })
  expect(textsOf(await commentsOf(world, ticket))).toEqual(['um', 'dois', 'três'])
})

test('a comment that the CRM will not have is shown as failed, to the team with the reason; others go on', async () => {
  await using world = await createWorld()
  const [maria, joao] = [await world.signIn('1001'), await world.signIn('2001')]
  const ticket = await ticketInCrm(world)
  await fault(world, 'status', { code: 400, error: 'ERROR_ARGUMENT' })
  await say(maria, ticket, 'não vai')
  await world.settle()
  await say(maria, ticket, 'vai')
  await world.settle()
  expect(textsOf(await commentsOf(world, ticket))).toEqual(['vai'])
  const itemsFor = async (who: Client) =>
    ((await who.get(`/api/v1/tickets/${ticket.id}/messages`)).body as { items: Record<string, unknown>[] })
      .items
  const [seenByMaria] = await itemsFor(maria)
  const [seenByJoao] = await itemsFor(joao)
  expect(seenByMaria).toMatchObject({ message: 'não vai', crm_status: 'failed', crm_error: null })
  expect(seenByJoao).toMatchObject({ crm_status: 'failed', crm_error: expect.stringMatching(/./) })
  const dead = await world.sql`select name, key, state from jobs where state = 'dead'`
  expect(dead).toMatchObject([{ name: 'push-comment', key: `ticket:${ticket.id}`, state: 'dead' }])
})

test('done again by a person it arrives, and is no longer shown as failed', async () => {
  await using world = await createWorld()
  const [maria, rita] = [await world.signIn('1001'), await world.signIn('9001')]
  const ticket = await ticketInCrm(world)
  await fault(world, 'status', { code: 400, error: 'ERROR_ARGUMENT' })
  await say(maria, ticket, 'enfim')
  await world.settle()
  const [job] = await world.sql`select id from jobs where state = 'dead'`
  const answer = await rita.post(`/api/v1/admin/jobs/${job?.id}/redrive`)
  expect(answer.status, answer.text).toBeLessThan(300)
  await world.settle()
  expect(textsOf(await commentsOf(world, ticket))).toEqual(['enfim'])
  expect(await rowsOf(world)).toMatchObject([{ crm_status: 'synced', crm_error: null }])
})

test('on a ticket that has no deal it waits for a person, with the reason', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const ticket = await ticketHere(world)
  await say(maria, ticket, 'para onde?')
  await world.settle()
  expect(await rowsOf(world)).toMatchObject([
    { crm_status: 'failed', crm_error: 'The ticket has no deal in the CRM' },
  ])
})
