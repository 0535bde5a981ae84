import { expect, test } from 'vitest'
import type { TicketId } from '#src/ids.ts'
import { promise } from '#src/jobs/queue.ts'
import { commentsOf, type Talked, uploadOf } from '#test/tickets/talk.ts'
import { createWorld } from '#test/world.ts'

test('I1: files whose comment the mirror has read before we knew its number are in the CRM once, and in one row', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const attachments = [await uploadOf(maria, 'nota.txt')]
  const text = { title: 'A impressora não liga', description: 'Nem a luz acende, já troquei de tomada.' }
  const filed = await maria.post('/api/v1/tickets', { ...text, attachments })
  const ticket = filed.body as Talked
  await world.settle()
  const before = await commentsOf(world, ticket)
  expect(before).toEqual([expect.stringContaining('nota.txt')])
  // As if its worker had died between the CRM's answer and its own commit, and the mirror had been there since.
  await world.sql`update activities set kind = 'comment', source = 'crm', is_internal = false
    where external_id is not null`
  await world.sql`update files set crm_status = 'pending'`
  const payload = { ticketId: ticket.id as TicketId, activityId: null }
  await promise(world.gateway.ports.db, 'push-files', payload, { delayMs: 60_000 })
  await world.sql`update jobs set may_exist = true`
  await world.settle({ hurry: true })
  expect(await commentsOf(world, ticket)).toEqual(before)
  const rows = await world.sql`select kind, source, is_internal from activities where external_id is not null`
  expect(rows.map((row) => row)).toEqual([{ kind: 'system', source: 'system', is_internal: true }])
  const [file] = await world.sql`select crm_status from files`
  expect(file).toEqual({ crm_status: 'synced' })
})
