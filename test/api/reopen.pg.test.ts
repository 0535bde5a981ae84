import { afterEach, describe, expect, test } from 'vitest'
import { crmComesBack, crmGoesAway } from '#test/crm-presence.ts'
import { dealInCrm, filedTicket } from '#test/filed-ticket.ts'
import { signedIn } from '#test/signed-in.ts'

const DAY_MS = 24 * 3_600_000

const { world, maria, pedro, joao } = await signedIn()
afterEach(() => faults())

const faults = (...rules: object[]) => world.control('PUT', 'faults', rules)
const path = (id: number) => `/api/v1/tickets/${id}/reopen`
const said = (id: number) => world.sql`select body_text from activities where ticket_id = ${id}`
const rowOf = async (id: number) => (await world.sql`select * from deals where id = ${id}`)[0] ?? {}

/** Closed and rated by Maria, so many days ago. */
async function closedTicket(days: number) {
  const ticket = await filedTicket(world)
  await maria.post(`/api/v1/tickets/${ticket.id}/close`, { rating: 2, comment: 'Voltou' })
  await world.settle()
  const at = new Date(world.clock.now().getTime() - days * DAY_MS)
  await world.sql`update deals set closed_at = ${at}, resolved_at = ${at} where id = ${ticket.id}`
  return ticket
}

describe('200', () => {
  test('C-06, D-09: whoever asked opens it again, at once and in the CRM, and the rating is gone', async () => {
    const { id, dealId } = await closedTicket(6)
    const answer = await maria.post(path(id), {})
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      status: 'open',
      stage_id: 'C19:NEW',
      closed_at: null,
      resolved_at: null,
      reopen_count: 1,
      rating: null,
      rating_feedback: null,
    })
    await world.settle()
    const deal = await dealInCrm(world, dealId)
    expect(deal).toMatchObject({ stageId: 'C19:NEW', closed: 'N' })
    expect([deal.ufCrm_1701707109 || null, deal.ufCrm_1701707110 || null]).toEqual([null, null])
    const audit =
      await world.sql`select action, actor_id from audit_log where subject = 'ticket' and subject_id = ${id} order by id desc`
    expect(audit[0]).toEqual({ action: 'ticket-reopened', actor_id: 1 })
  })

  test('the team at any time, when the CRM has said yes', async () => {
    const { id, dealId } = await closedTicket(400)
    expect((await joao.post(path(id), {})).body).toMatchObject({
      status: 'open',
      reopen_count: 1,
      rating: null,
    })
    expect(await dealInCrm(world, dealId)).toMatchObject({ stageId: 'C19:NEW' })
  })

  test('with a word why: it is said on the ticket, here and in the CRM, in the same moment', async () => {
    for (const [person, sender] of [
      [maria, 'user'],
      [joao, 'admin'],
    ] as const) {
      const { id, dealId } = await closedTicket(1)
      const answer = await person.post(path(id), { message: ' Voltou a fumaça ' })
      expect(answer.body).toMatchObject({ status: 'open', reopen_count: 1, message_count: 1 })
      await world.settle()
      expect((await maria.get(`/api/v1/tickets/${id}`)).body).toMatchObject({
        status: 'open',
        messages: [{ message: 'Voltou a fumaça', sender_type: sender, crm_status: 'synced' }],
      })
      expect(await dealInCrm(world, dealId)).toMatchObject({ stageId: 'C19:NEW' })
    }
    const { id } = await closedTicket(8)
    expect((await maria.post(path(id), { message: 'Tarde' })).status).toBe(409)
    expect((await maria.post(path(id), { message: '  ' })).status).toBe(422)
    expect(await world.sql`select id from activities where ticket_id = ${id}`).toEqual([])
  })

  test('I2: by the team it is reopened and said in one transaction, with a deal and without', async () => {
    const closed = [await closedTicket(1), await filedTicket(world, { isInCrm: false, status: 'closed' })]
    for (const { id } of closed) {
      expect((await joao.post(path(id), { message: 'Voltou a fumaça' })).status).toBe(200)
      const lines = await world.sql`
        select count(distinct xmin::text)::int as transactions, count(distinct action)::int as actions from audit_log where subject = 'ticket' and subject_id = ${id}
        and actor_id = 3 and action in ('ticket-changed', 'message-added')`
      expect(lines).toEqual([{ transactions: 1, actions: 2 }])
    }
    await world.settle({ hurry: true })
  })

  test('what is only resolved, too', async () => {
    const { id } = await filedTicket(world, { status: 'resolved', resolvedAt: new Date() })
    expect((await maria.post(path(id), {})).body).toMatchObject({ status: 'open', reopen_count: 1 })
    await world.settle()
  })
})

describe('anything else', () => {
  test('202: the team, while the CRM is away', async () => {
    const { id, dealId } = await closedTicket(1)
    await crmGoesAway(world)
    const answer = await joao.post(path(id), { message: 'Voltou' })
    expect(answer.status).toBe(202)
    expect(await said(id), 'said once it is open').toEqual([])
    expect(answer.body).toMatchObject({
      status: 'closed',
      pending_changes: [{ changes: { status: 'open' } }],
    })
    await crmComesBack(world)
    await world.settle({ hurry: true })
    expect(await rowOf(id)).toMatchObject({ status: 'open', reopen_count: 1 })
    expect(await dealInCrm(world, dealId)).toMatchObject({ stageId: 'C19:NEW' })
    expect(await said(id)).toEqual([{ body_text: 'Voltou' }])
  })

  test('409 crm-rejected: it stays closed, with its rating, and nothing is said', async () => {
    const { id } = await closedTicket(1)
    await faults({
      match: { method: 'crm.item.update' },
      effect: 'status',
      code: 400,
      error: 'ACCESS_DENIED',
    })
    expect((await joao.post(path(id), { message: 'Voltou' })).body).toMatchObject({ code: 'crm-rejected' })
    expect(await said(id)).toEqual([])
    expect(await rowOf(id)).toMatchObject({ status: 'closed', rating: 2 })
  })

  test('409 reopen-window-over: whoever asked, after seven days', async () => {
    const { id } = await closedTicket(7.01)
    expect((await maria.post(path(id), {})).body).toMatchObject({ status: 409, code: 'reopen-window-over' })
    expect(await rowOf(id)).toMatchObject({ status: 'closed', rating: 2 })
  })

  test('409 invalid-transition: what is not over; of two at the same moment one opens it', async () => {
    const { id } = await closedTicket(1)
    const answers = await Promise.all([maria.post(path(id), {}), maria.post(path(id), {})])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await joao.post(path(id), {})).body).toMatchObject({ code: 'invalid-transition' })
    expect(await rowOf(id)).toMatchObject({ status: 'open', reopen_count: 1 })
  })

  test('404: strangers', async () => {
    const { id } = await closedTicket(1)
    expect((await pedro.post(path(id), {})).status).toBe(404)
    expect(await rowOf(id)).toMatchObject({ status: 'closed' })
  })
})
