import { expect, test } from 'vitest'
import { PORTAL_TICKET, textFile } from '#test/new-tickets.ts'
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

test('I7: a ticket whose files the CRM will not have is failed, with the reason for the team, and synced once they are there', async () => {
  await using world = await createWorld()
  const [maria, rita] = [await world.signIn('1001'), await world.signIn('9001')]
  const refusal = {
    match: { method: 'crm.timeline.comment.add' },
    effect: 'status',
    code: 400,
    error: 'ERROR_ARGUMENT',
  }
  await world.control('PUT', 'faults', [refusal])
  const attachments = [textFile('nota.txt')]
  expect((await maria.post('/ticket', { ...PORTAL_TICKET, attachments })).status).toBe(201)
  await world.settle()
  const stored = async () => {
    const [row] = await world.sql`
      select deals.crm_status as ticket, crm_error, files.crm_status as file from deals, files`
    return row
  }
  expect(await stored()).toEqual({ ticket: 'failed', crm_error: expect.stringMatching(/\S/), file: 'failed' })

  await world.control('PUT', 'faults', [])
  expect((await maria.post('/api/v1/tickets/1/close', { rating: 5 })).status).toBe(200)
  await world.settle({ hurry: true })
  expect(await stored(), 'what else reached the CRM does not bring the files there').toMatchObject({
    ticket: 'failed',
  })

  const redriven = await rita.post('/api/v1/admin/jobs/redrive', { name: 'push-files' })
  expect(redriven.body).toEqual({ redriven: 1 })
  await world.settle({ hurry: true })
  expect(await stored()).toEqual({ ticket: 'synced', crm_error: null, file: 'synced' })
})
