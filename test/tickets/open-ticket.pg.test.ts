import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { PNG } from '#test/files/samples.ts'
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
