import { describe, expect, test } from 'vitest'
import { dealInCrm, filedTicket } from '#test/filed-ticket.ts'
import { signedIn } from '#test/signed-in.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const { world, maria, pedro, joao } = await signedIn()

const path = (id: number) => `/api/v1/tickets/${id}/rating`
const rowOf = async (id: number) => (await world.sql`select * from deals where id = ${id}`)[0] ?? {}
const ago = (ms: number) => new Date(world.clock.now().getTime() - ms)
const resolved = () =>
  filedTicket(world, { status: 'resolved', resolvedAt: ago(HOUR_MS), stageId: 'C19:PREPARATION' })
const closed = (closedAt: Date, more: object = {}) =>
  filedTicket(world, { status: 'closed', stageId: 'C19:WON', resolvedAt: closedAt, closedAt, ...more })

describe('200', () => {
  test('C-02, C-04: a resolved ticket is rated and closed by it, in one write to the CRM', async () => {
    const { id, dealId } = await resolved()
    await world.control('DELETE', 'requests')
    const answer = await maria.post(path(id), { rating: 4, feedback: 'Bom' })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      message: 'Rating submitted',
      ticket: {
        status: 'closed',
        rating: 4,
        rating_feedback: 'Bom',
        rated_at: expect.any(String),
        version: 2,
      },
    })
    await world.settle()
    const requests = (await world.control('GET', 'requests')) as { method: string }[]
    expect(requests.filter(({ method }) => method === 'crm.item.update')).toHaveLength(1)
    expect(await dealInCrm(world, dealId)).toMatchObject({
      stageId: 'C19:WON',
      ufCrm_1701707109: 4,
      ufCrm_1701707110: 'Bom',
    })
    const audit =
      await world.sql`select action, actor_id, after from audit_log where subject = 'ticket' and subject_id = ${id}`
    expect(audit).toMatchObject([
      { action: 'ticket-rated', actor_id: 1, after: { rating: 4, status: 'closed' } },
    ])
  })

  test('a closed one for 30 days', async () => {
    const { id } = await closed(ago(30 * DAY_MS - HOUR_MS))
    expect((await maria.post(path(id), { rating: 1 })).status).toBe(200)
    expect(await rowOf(id)).toMatchObject({ rating: 1, status: 'closed' })
  })

  test('thought over for 72 hours, counted from the first word', async () => {
    const at = ago(72 * HOUR_MS - 60_000)
    const { id } = await closed(ago(10 * DAY_MS), { rating: 1, ratedAt: at })
    expect((await maria.post(path(id), { rating: 5, feedback: 'Afinal, ótimo' })).status).toBe(200)
    expect(await rowOf(id)).toMatchObject({ rating: 5, rating_feedback: 'Afinal, ótimo', rated_at: at })
    await world.settle()
  })

  test('the same again says nothing new, however late', async () => {
    const { id } = await closed(ago(60 * DAY_MS), { rating: 3, ratedAt: ago(60 * DAY_MS) })
    expect((await maria.post(path(id), { rating: 3 })).status).toBe(200)
    expect(await rowOf(id)).toMatchObject({ version: 1 })
  })

  test('one for each closure: opened again and solved, it is rated anew', async () => {
    const { id } = await closed(ago(DAY_MS), { rating: 1, ratingFeedback: 'Não', ratedAt: ago(DAY_MS) })
    await maria.post(`/api/v1/tickets/${id}/reopen`, {})
    expect(await rowOf(id)).toMatchObject({ rating: null, rating_feedback: null, rated_at: null })
    await maria.post(`/api/v1/tickets/${id}/close`, { rating: 5 })
    expect(await rowOf(id)).toMatchObject({ rating: 5, reopen_count: 1 })
    await world.settle()
  })
})

describe('refused', () => {
  test('C-05: 400 ticket-not-resolved before it is solved', async () => {
    for (const status of ['open', 'in_progress', 'waiting_for_user', 'on_hold'] as const) {
      const { id } = await filedTicket(world, { status })
      expect((await maria.post(path(id), { rating: 5 })).body, status).toMatchObject({
        status: 400,
        code: 'ticket-not-resolved',
      })
      expect(await rowOf(id)).toMatchObject({ status, rating: null, version: 1 })
    }
  })

  test('409 rating-not-open after 30 days, and for another word after 72 hours', async () => {
    const late = await closed(ago(30 * DAY_MS + 60_000))
    expect((await maria.post(path(late.id), { rating: 5 })).body).toMatchObject({ code: 'rating-not-open' })
    const fixed = await closed(ago(4 * DAY_MS), { rating: 2, ratedAt: ago(72 * HOUR_MS + 60_000) })
    expect((await maria.post(path(fixed.id), { rating: 5 })).body).toMatchObject({ code: 'rating-not-open' })
    expect(await rowOf(fixed.id)).toMatchObject({ rating: 2, version: 1 })
  })

  test('C-05: only by whoever asked: 403 for agents, 404 for strangers', async () => {
    const { id } = await resolved()
    expect((await joao.post(path(id), { rating: 5 })).status).toBe(403)
    expect((await pedro.post(path(id), { rating: 5 })).status).toBe(404)
    expect((await joao.post(path(999_999), { rating: 5 })).status).toBe(404)
    expect(await rowOf(id)).toMatchObject({ status: 'resolved', rating: null })
  })

  test('422 for what is no rating', async () => {
    const { id } = await resolved()
    for (const rating of [0, 6, 4.5, '5', null, undefined, true, [3]]) {
      expect((await maria.post(path(id), { rating })).body, JSON.stringify(rating)).toMatchObject({
        status: 422,
        errors: [{ field: 'rating', code: 'rating' }],
      })
    }
    expect((await maria.post(path(id), { rating: 5, stars: 5 })).status).toBe(422)
    expect(await rowOf(id)).toMatchObject({ status: 'resolved', version: 1 })
  })
})
