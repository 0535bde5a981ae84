import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { dealInCrm, filedTicket } from '#test/filed-ticket.ts'
import { ANA, JOAO } from '#test/tickets.ts'
import { createWorld } from '#test/world.ts'

const PRIORITY_IDS: Record<string, number> = { urgent: 1557, high: 1559, medium: 1561, low: 1563 }
const TICKETS = 12
const DEEDS = 240
const AT_ONCE = 16
const KNOWN = new Set([200, 201, 202, 400, 409, 412])

test('I2: everybody changes everything at once through a CRM that loses, refuses and cuts: both sides say the same in the end', async () => {
  await using world = await createWorld({ CRM_WAIT_MS: '300', CRM_RATE: '100', CRM_BURST: '1000' })
  await world.control('PUT', 'limits', { enabled: false })
  const [maria, joao, ana] = [
    await world.signIn('1001'),
    await world.signIn('2001'),
    await world.signIn('2002'),
  ]
  const tickets = await Promise.all(Array.from({ length: TICKETS }, () => filedTicket(world)))
  await world.control('PUT', 'faults', [
    { match: { method: 'crm.item.update' }, effect: 'lost-answer', probability: 0.1, seed: 1 },
    { match: { method: '*' }, effect: 'reset', probability: 0.05, seed: 2 },
    {
      match: { method: 'crm.item.update' },
      effect: 'status',
      code: 400,
      error: 'ACCESS_DENIED',
      probability: 0.05,
      times: 6,
      seed: 3,
    },
  ])

  type Deed = (id: number) => Promise<{ status: number; text: string }>
  const anyVersion = { 'if-match': '*' }
  const patch =
    (who: Client, wish: object): Deed =>
    (id) =>
      who.patch(`/api/v1/tickets/${id}`, wish, anyVersion)
  const post =
    (who: Client, what: string, body: object): Deed =>
    (id) =>
      who.post(`/api/v1/tickets/${id}/${what}`, body)
  const aDeed = fc.oneof(
    fc
      .constantFrom('open', 'in_progress', 'waiting_for_user', 'on_hold', 'resolved', 'closed')
      .map((status) => patch(joao, { status })),
    fc.constantFrom('urgent', 'high', 'medium', 'low').map((priority) => patch(ana, { priority })),
    fc.constantFrom(JOAO, ANA, null).map((assigned_to) => patch(joao, { assigned_to })),
    fc.constantFrom('a', 'b').map((tag) => patch(ana, { tags: [tag], department: tag })),
    fc.constantFrom(1, 5).map((rating) => post(maria, 'close', { rating })),
    fc.constantFrom(2, 4).map((rating) => post(maria, 'rating', { rating })),
    fc.constantFrom(maria, joao).map((who) => post(who, 'reopen', {})),
    fc.constantFrom(maria, joao).map((who) => post(who, 'messages', { message: 'E agora?' })),
  )
  const deeds = fc.sample(fc.tuple(aDeed, fc.nat(TICKETS - 1)), { numRuns: DEEDS, seed: 11 })
  // Some at a time, as people do.
  for (let done = 0; done < DEEDS; done += AT_ONCE) {
    const some = deeds.slice(done, done + AT_ONCE)
    const answers = await Promise.all(some.map(([deed, index]) => deed(tickets[index]?.id ?? 0)))
    for (const { status, text } of answers) expect(KNOWN.has(status), text).toBe(true)
  }

  await world.control('PUT', 'faults', [])
  await world.settle({ hurry: true })
  const dead = await world.sql`select name, payload from jobs where state = 'dead'`
  for (const { id } of tickets) {
    const isDead = dead.some(({ payload }) => payload.ticketId === id)
    const [row] = await world.sql`select * from deals where id = ${id}`
    const deal = await dealInCrm(world, row?.deal_id)
    // What the CRM rejected of a requester's is for a person to look at.
    expect(row?.crm_status, `ticket ${id}`).toBe(isDead ? 'failed' : 'synced')
    if (isDead) continue
    expect(deal, `ticket ${id}`).toMatchObject({
      stageId: row?.stage_id,
      ufCrm_1701707001: PRIORITY_IDS[row?.priority],
      ...(row?.responsible_crm_id && { assignedById: row.responsible_crm_id }),
    })
    expect(deal.ufCrm_1701707109 || null, `ticket ${id}`).toBe(row?.rating)
  }
  expect(await world.sql`select name from jobs where state <> 'dead' and name <> 'sla-due'`).toEqual([])
})
