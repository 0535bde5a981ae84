import { expect, test } from 'vitest'
import { listen } from '#test/room-client.ts'
import { signedIn } from '#test/signed-in.ts'
import { givenTicket } from '#test/tickets.ts'

const { world, maria, joao, ana } = await signedIn({ ROLE: 'api' })

test('R-11: what an agent says is heard by whoever looks at the ticket, and on the dashboard', async () => {
  const ticket = await givenTicket(world)
  await using hers = await listen(maria)
  await using board = await listen(ana)
  const joined = await hers.joinDeal(Number(ticket.deal_id))
  expect(joined).toMatchObject({ id: ticket.id, deal_id: ticket.deal_id, snapshot: { id: ticket.id } })
  await board.joinDashboard()
  await joao.post(`/api/v1/tickets/${ticket.id}/messages`, { message: 'Já vamos ver' })
  const comment = await hers.hears('new_comment')
  expect(comment).toMatchObject({
    event: 'new_comment',
    id: ticket.id,
    deal_id: ticket.deal_id,
    ticket_number: ticket.ticket_number,
    actor: { id: 3, name: 'João Tech' },
    activity: { description: 'Já vamos ver', type_id: '2', responsible_name: 'João Tech' },
  })
  expect(comment.seq).toBeGreaterThan(joined.seq)
  expect(await board.hears('new_activity')).toMatchObject({ seq: comment.seq, activity: comment.activity })
  expect(await board.hears('ticket_updated')).toMatchObject({
    changes: { status: 'in_progress', closed: 'N' },
  })
})
