import { expect, test } from 'vitest'
import { filedTicket } from '#test/filed-ticket.ts'
import { createMirroredWorld } from '#test/sync/mirrored-world.ts'
import { MARIA } from '#test/tickets.ts'
import { bring, MAIL_SECRET, mailOf } from './relay.ts'

test('what was answered by mail is told to the CRM, and stays whose it is when that comes back', async () => {
  await using world = await createMirroredWorld({
    MAIL_INBOUND_SECRET: MAIL_SECRET,
    MAIL_FROM: 'ponte@example.com',
  })
  await world.tellsAllBut(0)
  const { id } = await filedTicket(world)
  await world.isQuiet()
  const joao = await world.signIn('2001')
  await joao.post(`/api/v1/tickets/${id}/emails`, { message: 'Tente de novo, por favor' })
  const [mailed] =
    await world.sql`select mail_message_id from activities where ticket_id = ${id} and kind = 'email'`
  const body = mailOf({ answers: String(mailed?.mail_message_id), text: 'Continua igual\n\n> Tente' })
  expect(await bring({ url: world.url, body })).toMatchObject({ status: 202 })
  await world.isQuiet()
  const [said] = await world.sql`select kind, source, author_user_id, body_text, crm_status, crm_digest
    from activities where ticket_id = ${id} and source = 'email'`
  expect(said).toMatchObject({
    kind: 'comment',
    author_user_id: MARIA,
    body_text: 'Continua igual',
    crm_status: 'synced',
    // It was read again since.
    crm_digest: expect.any(String),
  })
  await world.isEqual()
})
