import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { PNG } from '#test/files/samples.ts'
import { NEW_TICKET } from '#test/new-tickets.ts'
import { waitUntil } from '#test/process.ts'
import { PORTAL } from '#test/refusing.ts'
import { createWorld } from '#test/world.ts'

test('what takes so long that its sender is told so is not filed; filed again it is there once', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const attachments = [{ filename: 'tela.png', content: PNG.toString('base64') }]
  const key = { 'idempotency-key': randomUUID() }
  const { files } = world.gateway.ports
  const put = files.put.bind(files)
  const startedAt = performance.now()
  const clock = vi.spyOn(performance, 'now')
  vi.spyOn(files, 'put').mockImplementationOnce(async (...bytes) => {
    await put(...bytes)
    clock.mockImplementation(() => startedAt + 14_000)
  })
  const slow = await maria.post('/ticket', { ...PORTAL, attachments }, key)
  clock.mockRestore()
  expect(slow).toMatchObject({ status: 503, body: { code: 'too-slow' } })
  const left = await world.sql`select name from jobs union all select title from deals`
  expect(left.map((row) => row)).toEqual([])

  const again = await maria.post('/ticket', { ...PORTAL, attachments }, key)
  expect(again).toMatchObject({ status: 201 })
  await world.settle()
  const deals = await world.sql`select deal_id from deals`
  expect(deals.map((row) => row)).toEqual([{ deal_id: (again.body as { deal_id: number }).deal_id }])
  const [file] = await world.sql`select count(*)::int as attached from files where ticket_id is not null`
  expect(file).toEqual({ attached: 1 })
})

test('a ticket that Postgres gave up waiting for is answered as too slow, and is not filed', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  await world.sql.begin(async (sql) => {
    await sql`lock ticket_numbers in exclusive mode`
    const answer = maria.post('/api/v1/tickets', NEW_TICKET)
    // As Postgres does by itself after ten seconds.
    await waitUntil(async () => {
      await sql`select pg_stat_clear_snapshot()`
      const cancelled = await sql`
        select pg_cancel_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%ticket_numbers%'`
      return cancelled.length > 0
    })
    expect(await answer).toMatchObject({ status: 503, body: { code: 'too-slow' } })
  })
  const left = await world.sql`select name from jobs union all select title from deals`
  expect(left).toHaveLength(0)
})
