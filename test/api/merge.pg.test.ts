import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Answer, Client } from '#test/client.ts'
import { listen } from '#test/room-client.ts'
import { signedIn } from '#test/signed-in.ts'
import { commentsOf, rowOf, ticketHere, ticketInCrm, uploadOf } from '#test/tickets/talk.ts'
import { type Given, givenFile, givenMessage, MARIA, PEDRO } from '#test/tickets.ts'

const { world, maria, pedro, joao } = await signedIn()

const at = ({ id }: Pick<Given, 'id'>, rest = '') => `/api/v1/tickets/${id}${rest}`
const merge = (one: Pick<Given, 'id'>, into: Pick<Given, 'id'>, more = {}, who = joao) =>
  who.post(at(one, '/merge'), { into: into.id, ...more })
const say = (ticket: Given, who: Client, message: string, more = {}) =>
  who.post(at(ticket, '/messages'), { message, ...more })
const codeOf = ({ body }: Answer) => (body as { code?: string }).code
const numberOf = ({ body }: Answer) => (body as { detail?: string }).detail ?? ''
const auditOf = async (ticket: Given) =>
  ((await joao.get(at(ticket, '/audit'))).body as { items: object[] }).items
const saidOn = async (ticket: Given, who = joao) => {
  const { body } = await who.get(at(ticket, '/messages'))
  return (body as { items: { message: string; merged_from: string | null }[] }).items
}

test('the history goes on in the other one; the CRM is told on both deals, once each', async () => {
  const [source, target] = [await ticketInCrm(world), await ticketInCrm(world)]
  await say(source, maria, 'Do primeiro')
  await say(target, maria, 'Do segundo')
  await say(source, joao, 'Nota do primeiro', { is_internal: true })
  await using his = await listen(joao)
  await his.joinDeal(source.deal_id)
  await using hers = await listen(maria)
  await hers.joinDeal(target.deal_id)

  const merged = await merge(source, target)
  expect(merged.status, merged.text).toBe(200)
  expect(merged.body).toMatchObject({
    ...{ id: source.id, status: 'closed', close_reason: 'merged', merged_into_id: target.id },
  })
  const named = { id: target.id, deal_id: target.deal_id, ticket_number: target.ticket_number }
  expect(await his.hears('merged', ({ id }) => id === source.id)).toMatchObject({ into: named, from: null })
  await hers.hears('merged', ({ id, from }) => id === target.id && from?.id === source.id)
  // Asked again, it is done already.
  expect((await merge(source, target)).status).toBe(200)

  await world.settle()
  expect(await commentsOf(world, source)).toEqual([
    'Maria Santos (1001):\nDo primeiro',
    `João Tech (2001):\nEste chamado foi unido ao ${target.ticket_number} (#${target.deal_id}) e continua lá.`,
  ])
  expect(await commentsOf(world, target)).toEqual([
    'Maria Santos (1001):\nDo segundo',
    `João Tech (2001):\nO chamado ${source.ticket_number} (#${source.deal_id}) foi unido a este.`,
  ])
  // As the mirror read it, too.
  expect(await rowOf(world, source)).toMatchObject({
    ...{ crm_status: 'synced', stage_id: 'C19:LOSE', close_reason: 'merged', merged_into_id: target.id },
  })
  const deal = await world.gateway.ports.crm.readDeal(source.deal_id, { priority: 'people' })
  expect(deal).toMatchObject({ stageId: 'C19:LOSE' })

  expect(
    (await saidOn(target)).map(({ message, merged_from }) => [message.slice(0, 16), merged_from]),
  ).toEqual([
    ['Do primeiro', source.ticket_number],
    ['Do segundo', null],
    ['Nota do primeiro', source.ticket_number],
    ['Este chamado foi', source.ticket_number],
    [`O chamado ${source.ticket_number}`.slice(0, 16), null],
  ])
  expect(JSON.stringify(await saidOn(target, maria))).not.toContain('Nota do primeiro')
  expect((await maria.get(at(source))).body).toMatchObject({ merged_into: named, merged_from: [] })
  expect((await joao.get(at(target))).body).toMatchObject({
    merged_into: null,
    merged_from: [{ id: source.id, ticket_number: source.ticket_number }],
  })
  // Nobody is late with what goes on elsewhere.
  expect((await joao.get(at(source))).body).toMatchObject({ sla: { resolution: { state: null } } })
})

test('whoever asked or followed follows the other one; of different people it has to be confirmed', async () => {
  const source = await ticketHere(world, { user_id: PEDRO, title: 'De Pedro' })
  const target = await ticketHere(world, { user_id: MARIA })
  const file = await givenFile(world, source)
  const refused = await merge(source, target)
  expect([refused.status, codeOf(refused)]).toEqual([409, 'other-requester'])
  expect(await rowOf(world, source)).toMatchObject({ status: 'open', merged_into_id: null })
  expect((await maria.get(`/api/v1/attachments/${file}`)).status).toBe(404)
  expect((await merge(source, target, { confirm: true })).status).toBe(200)
  expect((await pedro.get(at(target))).body).toMatchObject({
    watcher_ids: [PEDRO],
    files: [],
    merged_from: [{ id: source.id, files: [{ id: file }] }],
  })
  // What is shown to her there opens for her.
  expect((await maria.get(`/api/v1/attachments/${file}`)).status).toBe(302)
  expect((await maria.get(at(source))).status).toBe(404)
})

test('what is said on it is said where it goes on, once however often it is sent', async () => {
  const [source, between, target] = [
    await ticketHere(world, { user_id: PEDRO }),
    await ticketHere(world, { user_id: PEDRO }),
    await ticketHere(world, { user_id: PEDRO }),
  ]
  const client_id = randomUUID()
  const attachments = [await uploadOf(pedro, 'foto.txt')]
  const before = await say(source, pedro, 'Antes', { client_id, attachments })
  await merge(source, between)
  await merge(between, target)
  const after = await say(source, pedro, 'Depois', { client_id: `${client_id}-2` })
  expect([after.status, after.body]).toMatchObject([201, { ticket_id: target.id }])
  expect((await say(source, pedro, 'Depois', { client_id: `${client_id}-2` })).body).toMatchObject({
    id: (after.body as { id: number }).id,
  })
  // Its answer got lost, and it was merged meanwhile.
  const again = await say(source, pedro, 'Antes', { client_id, attachments })
  expect([again.status, again.body]).toMatchObject([200, { id: (before.body as { id: number }).id }])
  expect((await saidOn(target)).map(({ merged_from }) => merged_from)).toEqual([
    ...[source.ticket_number, source.ticket_number, between.ticket_number],
    ...[between.ticket_number, null, null],
  ])
  // Whoever was removed there is told where it went.
  const other = await ticketHere(world, { user_id: MARIA })
  await merge(target, other, { confirm: true })
  await joao.delete(at(other, `/watchers/${PEDRO}`))
  const refused = await say(source, pedro, 'E eu?')
  expect([refused.status, codeOf(refused)]).toEqual([409, 'ticket-merged'])
  expect(numberOf(refused)).toContain(other.ticket_number)
})

test('into itself, into none, into what was merged, and what was merged elsewhere', async () => {
  const [a, b, c] = [await ticketHere(world), await ticketHere(world), await ticketHere(world)]
  for (const into of [a, { id: 999_999 }]) {
    const answer = await merge(a, into)
    expect([answer.status, codeOf(answer)]).toEqual([422, 'invalid-request'])
  }
  expect(codeOf(await merge({ id: 999_999 }, a))).toBe('ticket-not-found')
  await merge(a, b)
  const elsewhere = await merge(a, c)
  expect([elsewhere.status, codeOf(elsewhere)]).toEqual([409, 'ticket-merged'])
  expect(numberOf(elsewhere)).toContain(b.ticket_number)
  expect(codeOf(await merge(c, a))).toBe('ticket-merged')
  expect(codeOf(await merge(b, a))).toBe('ticket-merged')
})

test('two merges that cross each other: one is done, the other is told so', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [a, b] = [await ticketHere(world), await ticketHere(world)]
    const both = await Promise.all([merge(a, b), merge(b, a)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(both.map(codeOf)).toContain('ticket-merged')
  }
})

test('its requester neither merges, reopens nor rates it; the team takes it back by reopening', async () => {
  const [source, target] = [await ticketHere(world), await ticketHere(world)]
  expect((await merge(source, target, {}, maria)).status).toBe(403)
  expect((await merge(source, target, {}, pedro)).status).toBe(404)
  await merge(source, target)
  expect(codeOf(await maria.post(at(source, '/reopen'), {}))).toBe('ticket-merged')
  expect(codeOf(await maria.post(at(source, '/rating'), { rating: 5 }))).toBe('rating-not-open')
  const reopened = await joao.post(at(source, '/reopen'), {})
  expect(reopened.body).toMatchObject({ status: 'open', merged_into_id: null, close_reason: null })
  expect((await joao.get(at(target))).body).toMatchObject({ merged_from: [] })
  expect(await auditOf(source)).toMatchObject([
    { action: 'ticket-changed', before: { merged_into_id: target.id }, after: { merged_into_id: null } },
    {
      ...{ action: 'ticket-merged', after: { merged_into_id: target.id } },
      tickets: [{ id: target.id, ticket_number: target.ticket_number }],
    },
  ])
  expect(await auditOf(target)).toMatchObject([
    { action: 'ticket-unmerged', before: { merged_from_id: source.id } },
    {
      ...{ action: 'ticket-merged', after: { merged_from_id: source.id } },
      tickets: [{ id: source.id, ticket_number: source.ticket_number }],
    },
  ])
  await say(source, maria, 'De novo aqui')
  expect((await saidOn(target)).map(({ message }) => message)).not.toContain('De novo aqui')
})

test('its messages are read in pages with the others, each once', async () => {
  const [source, target] = [await ticketHere(world), await ticketHere(world)]
  for (let n = 0; n < 4; n += 1)
    await givenMessage(world, n % 2 ? source : target, { body_text: `Mensagem ${n}` })
  await merge(source, target)
  const seen: string[] = []
  let cursor = ''
  do {
    const { body } = await joao.get(at(target, `/messages?limit=2${cursor && `&cursor=${cursor}`}`))
    const page = body as { items: { message: string }[]; next_cursor: string | null }
    seen.unshift(...page.items.map(({ message }) => message))
    cursor = page.next_cursor ?? ''
  } while (cursor)
  expect(seen.slice(0, 4)).toEqual(['Mensagem 0', 'Mensagem 1', 'Mensagem 2', 'Mensagem 3'])
  expect(seen).toHaveLength(6)
})
