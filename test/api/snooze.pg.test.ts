import { expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { filedTicket } from '#test/filed-ticket.ts'
import { signedIn } from '#test/signed-in.ts'

const { world, maria, joao, ana } = await signedIn()

const HOUR_MS = 3_600_000
const inHours = (hours: number) => new Date(world.clock.now().getTime() + hours * HOUR_MS).toISOString()
const path = (id: number) => `/api/v1/tickets/${id}/snooze`
const rowOf = async (id: number) =>
  (await world.sql`select snoozed_until, is_unread_by_team, version from deals where id = ${id}`)[0]
const idsOf = async (client: Client, query: string) =>
  ((await client.get(`/api/v1/tickets?limit=200&${query}`)).body as { items: { id: number }[] }).items.map(
    ({ id }) => id,
  )
const auditOf = async (id: number) =>
  (
    await world.sql`select action from audit_log where subject = 'ticket' and subject_id = ${id} order by id`
  ).map(({ action }) => action)
async function snoozed(until = inHours(2)): Promise<number> {
  const { id } = await filedTicket(world, { isUnreadByTeam: false })
  const answer = await joao.post(path(id), { until })
  expect(answer.status, answer.text).toBe(200)
  expect(answer.body).toMatchObject({ snoozed_until: until })
  return id
}

test('what was put off is out of the queue until its moment, then unread again, told to the team and in the log', async () => {
  const id = await snoozed()
  expect(await idsOf(ana, 'snoozed=false')).not.toContain(id)
  expect(await idsOf(ana, 'snoozed=true')).toContain(id)
  expect(await idsOf(ana, '')).toContain(id)
  const board = (await ana.get('/api/v1/board?snoozed=true')).body as { columns: { count: number }[] }
  expect(board.columns.reduce((sum, { count }) => sum + count, 0)).toBe(1)

  await world.settle({ hurry: true })
  expect(await rowOf(id)).toMatchObject({ snoozed_until: null, is_unread_by_team: true, version: 1 })
  expect(await idsOf(ana, 'snoozed=false')).toContain(id)
  expect(await auditOf(id)).toEqual(['ticket-snoozed', 'ticket-woken'])
  const told = await world.sql`select data -> 'changes' as changes, is_internal from domain_events
    where ticket_id = ${id} and kind = 'ticket-changed' and is_internal order by seq`
  expect(told.map(({ changes }) => Object.keys(changes as object))).toEqual([
    ['snoozed_until'],
    ['snoozed_until'],
  ])
})

test('to the requester it looks as ever, and what they write wakes it at once', async () => {
  const id = await snoozed()
  expect((await maria.get(`/api/v1/tickets/${id}`)).body).toMatchObject({ snoozed_until: null })
  expect((await maria.get('/api/v1/tickets?snoozed=true')).body).toMatchObject({ code: 'forbidden' })
  const noted = await ana.post(`/api/v1/tickets/${id}/messages`, {
    message: 'Esperando peça',
    is_internal: true,
  })
  expect(noted.status).toBe(201)
  expect((await rowOf(id))?.snoozed_until).not.toBeNull()
  await maria.post(`/api/v1/tickets/${id}/messages`, { message: 'Ainda não funciona' })
  expect(await rowOf(id)).toMatchObject({ snoozed_until: null, is_unread_by_team: true })
})

test('the last one who puts it off decides until when, and by hand it is woken quietly', async () => {
  const id = await snoozed(inHours(1))
  const later = inHours(48)
  expect((await ana.post(path(id), { until: later })).status).toBe(200)
  // The first moment comes: it was put to another one.
  await world.sql`update jobs set run_at = now() where name = 'wake-ticket' and (payload ->> 'until')::timestamptz < ${later}`
  await world.settle()
  expect((await rowOf(id))?.snoozed_until).toEqual(new Date(later))
  expect((await ana.delete(path(id))).body).toMatchObject({ snoozed_until: null })
  expect(await rowOf(id)).toMatchObject({ snoozed_until: null, is_unread_by_team: false })
  await world.settle({ hurry: true })
  expect(await rowOf(id)).toMatchObject({ is_unread_by_team: false })
})

test('a gateway that dies forgets nobody’s moment', async () => {
  const id = await snoozed()
  await world.restart()
  await world.settle({ hurry: true })
  expect(await rowOf(id)).toMatchObject({ snoozed_until: null, is_unread_by_team: true })
})

test('closed, it waits for nothing any more', async () => {
  const id = await snoozed()
  await maria.post(`/api/v1/tickets/${id}/close`, {})
  expect((await rowOf(id))?.snoozed_until).toBeNull()
  await world.settle({ hurry: true })
  expect((await joao.post(path(id), { until: inHours(1) })).body).toMatchObject({ code: 'ticket-closed' })
})

test('bad input: the past, beyond a year, and what is no moment', async () => {
  const { id } = await filedTicket(world)
  for (const until of [inHours(-1), world.clock.now().toISOString(), inHours(24 * 367)])
    expect((await joao.post(path(id), { until })).body, until).toMatchObject({
      ...{ status: 422, errors: [{ field: 'until', code: 'not-ahead' }] },
    })
  for (const body of [
    {},
    { until: 'amanhã' },
    { until: null },
    { until: '2026-02-30T10:00:00Z' },
    { until: 1 },
  ])
    expect((await joao.post(path(id), body)).status, JSON.stringify(body)).toBe(422)
  expect((await maria.post(path(id), { until: inHours(1) })).body).toMatchObject({ code: 'forbidden' })
  expect((await joao.post(path(999_999), { until: inHours(1) })).body).toMatchObject({
    code: 'ticket-not-found',
  })
})
