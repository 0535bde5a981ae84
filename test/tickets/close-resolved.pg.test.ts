import { expect, test } from 'vitest'
import { announceClosing } from '#src/tickets/announce-closing.ts'
import { closeResolved } from '#src/tickets/close-resolved.ts'
import { dealInCrm, filedTicket } from '#test/filed-ticket.ts'
import { createWorld } from '#test/world.ts'

const DAY_MS = 24 * 3_600_000

test('T-36: what has been resolved for AUTO_CLOSE_DAYS is closed, once, here and in the CRM, and nothing else', async () => {
  await using world = await createWorld()
  const { ports } = world.gateway
  const ago = (days: number) => new Date(world.clock.now().getTime() - days * DAY_MS)
  const late = await filedTicket(world, { status: 'resolved', resolvedAt: ago(7.01) })
  const early = await filedTicket(world, { status: 'resolved', resolvedAt: ago(6.99) })
  const open = await filedTicket(world, { status: 'open' })
  const statusOf = async ({ id }: { id: number }) =>
    (await world.sql`select status from deals where id = ${id}`)[0]?.status

  expect(await closeResolved(ports, { autoCloseDays: 0, autoCloseNoticeDays: 0 })).toBe(0)
  const closed = await Promise.all(
    [1, 2, 3].map(() => closeResolved(ports, { autoCloseDays: 7, autoCloseNoticeDays: 0 })),
  )
  expect(closed.reduce((sum, one) => sum + one)).toBe(1)
  expect([await statusOf(late), await statusOf(early), await statusOf(open)]).toEqual([
    'closed',
    'resolved',
    'open',
  ])
  await world.settle()
  expect(await dealInCrm(world, late.dealId)).toMatchObject({ stageId: 'C19:WON' })
  expect(await dealInCrm(world, early.dealId)).toMatchObject({ stageId: 'C19:NEW' })
  const audit =
    await world.sql`select action, actor_id from audit_log where subject_id = ${late.id} and subject = 'ticket'`
  expect(audit).toEqual([{ action: 'ticket-closed-by-time', actor_id: null }])
})

test('D-06: what is closed before the CRM has told its stages waits for them, and is not forgotten', async () => {
  await using world = await createWorld({ CRM_WAIT_MS: '500' })
  const { id, dealId } = await filedTicket(world)
  const [maria, joao] = [await world.signIn('1001'), await world.signIn('2001')]
  await world.sql`update deals set pipeline_id = 5, stage_id = '' where id = ${id}`
  expect((await joao.post(`/api/v1/tickets/${id}/close`, {})).status).toBe(202)
  expect((await maria.post(`/api/v1/tickets/${id}/close`, {})).status).toBe(200)
  await world.settle()
  expect(await dealInCrm(world, dealId)).toMatchObject({ stageId: 'C19:NEW' })
  const jobs =
    await world.sql`select name, state, last_outcome from jobs where key like 'ticket:%' order by id`
  expect(jobs).toMatchObject([
    { name: 'ask-change', state: 'waiting', last_outcome: 'postponed' },
    { name: 'push-change', state: 'waiting' },
  ])
  await world.sql`update deals set pipeline_id = 19 where id = ${id}`
  await world.settle({ hurry: true })
  expect(await dealInCrm(world, dealId)).toMatchObject({ stageId: 'C19:WON' })
  const [row] = await world.sql`select status, stage_id, crm_status from deals where id = ${id}`
  expect(row).toEqual({ status: 'closed', stage_id: 'C19:WON', crm_status: 'synced' })
})

test('before it is closed whoever asked is told once, and has the days that they were told; opened again, it is not closed', async () => {
  await using world = await createWorld()
  const { ports } = world.gateway
  const days = { autoCloseDays: 7, autoCloseNoticeDays: 2 }
  const ago = (n: number) => new Date(world.clock.now().getTime() - n * DAY_MS)
  const resolved = (n: number, title: string) =>
    filedTicket(world, { status: 'resolved', resolvedAt: ago(n), title })
  const kept = await resolved(5.5, 'Ainda não')
  const soon = await resolved(5.5, 'Quase lá')
  const late = await resolved(30, 'Há muito tempo')
  await resolved(4.5, 'Cedo demais')
  const nobodys = await filedTicket(world, { status: 'resolved', resolvedAt: ago(30) })
  await world.sql`update deals set user_id = null, requester_email = null where id = ${nobodys.id}`
  const statusesOf = async (...tickets: { id: number }[]) => {
    const rows = await world.sql`select id, status from deals`
    return tickets.map(({ id }) => rows.find((row) => row.id === id)?.status)
  }

  const announced = await Promise.all([1, 2].map(() => announceClosing(ports, days)))
  expect(announced.reduce((sum, one) => sum + one)).toBe(3)
  await world.settle()
  const letters = world.sandbox.mailbox.list().filter(({ subject }) => subject.includes('será encerrado'))
  expect(letters.map(({ subject }) => subject.split(': ').at(-1)).sort()).toEqual([
    'Ainda não',
    'Há muito tempo',
    'Quase lá',
  ])
  const letter = await world.letterTo('maria.santos@example.com', /Quase lá/)
  expect(letter.text).toContain(`${world.url}/chamados/${soon.id}`)
  expect(letter.text).toContain('ele continua aberto')

  expect(await closeResolved(ports, days)).toBe(1)
  expect(await statusesOf(nobodys, late)).toEqual(['closed', 'resolved'])
  const maria = await world.signIn('1001')
  expect((await maria.post(`/api/v1/tickets/${kept.id}/reopen`, {})).status).toBe(200)
  world.clock.forward(2.1 * DAY_MS)
  expect(await closeResolved(ports, days)).toBe(2)
  expect(await statusesOf(kept, soon, late)).toEqual(['open', 'closed', 'closed'])
  // The one that was too early is told now, and nobody twice.
  expect(await announceClosing(ports, days)).toBe(1)
})
