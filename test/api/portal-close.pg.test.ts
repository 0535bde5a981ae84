import { afterEach, describe, expect, test } from 'vitest'
import { crmComesBack, crmGoesAway } from '#test/crm-presence.ts'
import { dealInCrm, filedTicket } from '#test/filed-ticket.ts'
import { signedIn } from '#test/signed-in.ts'
import { takesLess } from '#test/takes-less.ts'
import { JOAO } from '#test/tickets.ts'

const { world, maria, pedro, joao } = await signedIn()
afterEach(() => faults())

const faults = (...rules: object[]) => world.control('PUT', 'faults', rules)
const away = { match: { method: '*' }, effect: 'reset' }
const rejecting = {
  match: { method: 'crm.item.update' },
  effect: 'status',
  code: 400,
  error: 'ACCESS_DENIED',
}
const rowOf = async (id: number) => (await world.sql`select * from deals where id = ${id}`)[0] ?? {}
const updates = async () => {
  const requests = (await world.control('GET', 'requests')) as { method: string }[]
  return requests.filter(({ method }) => method === 'crm.item.update').length
}
const audit = (id: number) =>
  world.sql`select action, actor_id from audit_log where subject = 'ticket' and subject_id = ${id} order by id`

describe('200 {"status":"success"}', () => {
  test('C-01: the deal is won with rating and comment, in one write', async () => {
    const { id, dealId } = await filedTicket(world)
    await world.control('DELETE', 'requests')
    const answer = await maria.post('/close-ticket', { deal_id: dealId, rating: 5, comment: ' Rápido! ' })
    expect([answer.status, answer.body]).toEqual([200, { status: 'success' }])
    await world.settle()
    expect(await updates()).toBe(1)
    expect(await dealInCrm(world, dealId)).toMatchObject({
      stageId: 'C19:WON',
      closed: 'Y',
      ufCrm_1701707109: 5,
      ufCrm_1701707110: 'Rápido!',
    })
    expect(await rowOf(id)).toMatchObject({
      status: 'closed',
      stage_id: 'C19:WON',
      rating: 5,
      rating_feedback: 'Rápido!',
      closed_at: expect.any(Date),
      resolved_at: expect.any(Date),
      crm_status: 'synced',
    })
    expect(await audit(id)).toMatchObject([{ action: 'ticket-closed', actor_id: 1 }])
  })

  test('without rating or comment, with null for what is not said, and with keys that nobody knows', async () => {
    for (const body of [{}, { rating: null, comment: null }, { reason: 'x', user_id: 2 }]) {
      const { id, dealId } = await filedTicket(world)
      expect((await maria.post('/close-ticket', { deal_id: dealId, ...body })).status).toBe(200)
      expect(await rowOf(id)).toMatchObject({ status: 'closed', rating: null, rating_feedback: null })
    }
  })

  test('closed twice is closed once; a rating may still be added', async () => {
    const { id, dealId } = await filedTicket(world)
    await maria.post('/close-ticket', { deal_id: dealId })
    const first = await rowOf(id)
    expect((await maria.post('/close-ticket', { deal_id: dealId })).status).toBe(200)
    expect(await rowOf(id)).toMatchObject({ version: first.version, closed_at: first.closed_at })
    expect((await maria.post('/close-ticket', { deal_id: dealId, rating: 3 })).status).toBe(200)
    await world.settle()
    expect(await rowOf(id)).toMatchObject({ rating: 3, closed_at: first.closed_at, crm_status: 'synced' })
    expect(await dealInCrm(world, dealId)).toMatchObject({ ufCrm_1701707109: 3 })
  })

  test('the CRM is away: closed all the same, and there once when it is back', async () => {
    const tickets = await Promise.all(Array.from({ length: 3 }, () => filedTicket(world)))
    await faults(away)
    let [id, dealId] = [0, 0]
    await takesLess(1_500, async () => {
      ;({ id, dealId } = tickets.pop() ?? { id, dealId })
      expect((await maria.post('/close-ticket', { deal_id: dealId, rating: 4 })).status).toBe(200)
    })
    expect(await rowOf(id)).toMatchObject({ status: 'closed', crm_status: 'pending' })
    await crmComesBack(world)
    await world.settle({ hurry: true })
    expect(await rowOf(id)).toMatchObject({ status: 'closed', crm_status: 'synced', crm_error: null })
    expect(await dealInCrm(world, dealId)).toMatchObject({ stageId: 'C19:WON', ufCrm_1701707109: 4 })
  })

  test('the CRM rejects what was closed here: a person is shown why, and whoever asked is not', async () => {
    const { id, dealId } = await filedTicket(world)
    await faults(rejecting)
    expect((await maria.post('/close-ticket', { deal_id: dealId })).status).toBe(200)
    await world.settle()
    expect((await joao.get(`/api/v1/tickets/${id}`)).body).toMatchObject({
      status: 'closed',
      crm_status: 'failed',
      crm_error: expect.stringContaining('ACCESS_DENIED'),
    })
    expect((await maria.get(`/api/v1/tickets/${id}`)).body).toMatchObject({ crm_error: null })
    const [dead] = await world.sql`select name, state from jobs where key = ${`ticket:${id}`}`
    expect(dead).toEqual({ name: 'push-change', state: 'dead' })
    expect(await dealInCrm(world, dealId)).toMatchObject({ stageId: 'C19:NEW' })
  })

  test('an agent closes it when the CRM has said yes', async () => {
    const { id, dealId } = await filedTicket(world)
    expect((await joao.post('/close-ticket', { deal_id: dealId, comment: 'Trocada a tomada' })).status).toBe(
      200,
    )
    expect(await rowOf(id)).toMatchObject({
      status: 'closed',
      resolution_notes: 'Trocada a tomada',
      rating_feedback: null,
    })
    expect(await dealInCrm(world, dealId)).toMatchObject({ stageId: 'C19:WON' })
    expect(await audit(id)).toMatchObject([{ action: 'ticket-changed', actor_id: JOAO }])
  })
})

describe('anything else', () => {
  test('202: an agent closes while the CRM is away', async () => {
    const { id, dealId } = await filedTicket(world)
    await crmGoesAway(world)
    const answer = await joao.post('/close-ticket', { deal_id: dealId })
    expect([answer.status, answer.body]).toEqual([202, { status: 'success' }])
    expect(await rowOf(id)).toMatchObject({ status: 'open' })
    await crmComesBack(world)
    await world.settle({ hurry: true })
    expect(await rowOf(id)).toMatchObject({ status: 'closed' })
  })

  test('409 crm-rejected: an agent closes what the CRM does not let go', async () => {
    const { id, dealId } = await filedTicket(world)
    await faults(rejecting)
    expect((await joao.post('/close-ticket', { deal_id: dealId })).body).toMatchObject({
      code: 'crm-rejected',
    })
    expect(await rowOf(id)).toMatchObject({ status: 'open', version: 1 })
  })

  test('C-05: 403: agents say nothing about how it went', async () => {
    const { id, dealId } = await filedTicket(world)
    expect((await joao.post('/close-ticket', { deal_id: dealId, rating: 5 })).status).toBe(403)
    expect(await rowOf(id)).toMatchObject({ status: 'open' })
  })

  test('404: foreign and unknown deals, alike', async () => {
    const { id, dealId } = await filedTicket(world)
    const answers = [
      await pedro.post('/close-ticket', { deal_id: dealId }),
      await pedro.post('/close-ticket', { deal_id: 2_000_000_000 }),
    ]
    for (const { body } of answers) expect(body).toMatchObject({ status: 404, code: 'ticket-not-found' })
    expect(await rowOf(id)).toMatchObject({ status: 'open', version: 1 })
  })

  test('422: what is no rating, and no deal', async () => {
    const { id, dealId } = await filedTicket(world)
    for (const rating of [0, 6, 4.5, '5', -1, true, [5], {}, 1e20]) {
      const answer = await maria.post('/close-ticket', { deal_id: dealId, rating })
      expect(answer.body, JSON.stringify(rating)).toMatchObject({
        status: 422,
        detail: [{ loc: ['body', 'rating'], type: 'value_error' }],
        errors: [{ field: 'rating', code: 'rating' }],
      })
    }
    for (const deal_id of [undefined, null, 'x', 0, -1, 1.5, 2 ** 31]) {
      expect((await maria.post('/close-ticket', { deal_id })).status, String(deal_id)).toBe(422)
    }
    expect((await maria.post('/close-ticket', { deal_id: dealId, comment: 'x'.repeat(5_001) })).status).toBe(
      422,
    )
    expect(await rowOf(id)).toMatchObject({ status: 'open', version: 1 })
  })

  test('401: nobody', async () => {
    expect((await world.visitor().post('/close-ticket', { deal_id: 1 })).status).toBe(401)
  })
})

describe('POST /api/v1/tickets/{id}/close', () => {
  test('C-03, C-04: the ticket as it is now, by whoever asked and by the team', async () => {
    const [one, other] = [await filedTicket(world), await filedTicket(world)]
    const byMaria = await maria.post(`/api/v1/tickets/${one.id}/close`, { rating: 2, comment: 'Demorou' })
    expect(byMaria.status).toBe(200)
    expect(byMaria.headers.get('etag')).toBe('"2"')
    expect(byMaria.body).toMatchObject({
      status: 'closed',
      rating: 2,
      rating_feedback: 'Demorou',
      version: 2,
    })
    const byJoao = await joao.post(`/api/v1/tickets/${other.id}/close`, { comment: 'Feito' })
    expect(byJoao.body).toMatchObject({ status: 'closed', resolution_notes: 'Feito', rating: null })
  })

  test('failed is a lost deal, and for the team to say', async () => {
    const { id, dealId } = await filedTicket(world)
    const path = `/api/v1/tickets/${id}/close`
    expect((await maria.post(path, { reason: 'failed' })).status).toBe(403)
    expect((await joao.post(path, { reason: 'failed' })).body).toMatchObject({
      status: 'closed',
      close_reason: 'failed',
      stage_id: 'C19:LOSE',
    })
    expect(await dealInCrm(world, dealId)).toMatchObject({ stageId: 'C19:LOSE', closed: 'Y' })
    expect((await joao.post(path, { reason: 'failed' })).status).toBe(200)
    expect((await joao.post(path, {})).status).toBe(200)
    expect((await joao.post(path, { reason: 'solved' })).body).toMatchObject({ code: 'invalid-transition' })
  })

  test('two who close at the same moment: one closure', async () => {
    const { id } = await filedTicket(world)
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => maria.post(`/api/v1/tickets/${id}/close`, { rating: 5 })),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 200))
    expect(await rowOf(id)).toMatchObject({ version: 2 })
    expect(await audit(id)).toHaveLength(1)
  })

  test('a body is needed, and holds nothing that nobody knows', async () => {
    const { id } = await filedTicket(world)
    const path = `/api/v1/tickets/${id}/close`
    expect((await maria.post(path, { stars: 5 })).status).toBe(422)
    expect((await maria.post(path, { rating: null })).status).toBe(422)
    expect((await maria.post(path, { reason: 'bored' })).status).toBe(422)
    expect((await pedro.post(path, {})).status).toBe(404)
    expect(await rowOf(id)).toMatchObject({ status: 'open' })
  })
})
