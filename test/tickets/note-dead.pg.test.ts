import { expect, test } from 'vitest'
import { PORTAL_TICKET } from '#test/new-tickets.ts'
import { createWorld } from '#test/world.ts'

test('I7: a ticket and a message whose jobs are dead by a mistake of ours say so, with the reason for the team', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  expect((await maria.post('/ticket', PORTAL_TICKET)).status).toBe(201)
  await maria.post('/api/v1/tickets/1/messages', { message: 'Ainda está assim' })
  await world.settle({ hurry: true })
  await world.sql`update deals set crm_status = 'pending'`
  await world.sql`update activities set crm_status = 'pending' where body_text = 'Ainda está assim'`
  // As a release before could have promised it.
  await world.sql`
    insert into jobs (name, payload, is_head, lane) values
      ('push-change', '{"ticketId": 1, "surplus": true}', true, 1),
      ('push-comment', jsonb_build_object('activityId', (select max(id) from activities), 'surplus', true), true, 1)`
  await world.settle()
  const failed = { crm_status: 'failed', crm_error: expect.stringContaining('surplus') }
  expect(await world.sql`select crm_status, crm_error from deals`).toEqual([failed])
  const messages =
    await world.sql`select crm_status, crm_error from activities where body_text = 'Ainda está assim'`
  expect(messages).toEqual([failed])
})
