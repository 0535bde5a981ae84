import type postgres from 'postgres'
import { expect, test, vi } from 'vitest'
import { refresh } from '#test/refresh.ts'
import { createMirroredWorld } from '#test/sync/mirrored-world.ts'

const DEALS = process.env.CHAOS === 'full' ? 200 : 10
const UPDATES = 50
/** Where a machine halted for so long, one burst may have become two. */
const HALT_S = 0.7
const MINUTE_S = 60

test(`S-12: ${UPDATES} changes of each of ${DEALS} deals cost two readings each, and the mirror is right`, {
  timeout: 600_000,
}, async () => {
  await using world = await createMirroredWorld()
  const { person } = world
  const ids = await Promise.all(
    Array.from({ length: DEALS }, (_, n) => person.opens({ title: `Chamado ${n}` })),
  )
  // Known before, with the deadlines that we gave them.
  for (const id of ids) await refresh(world, id)
  await world.isQuiet()
  await world.tellsAllBut(0)
  await world.control('DELETE', 'requests')
  const readDeal = vi.spyOn(world.gateway.ports.crm, 'readDeal')
  for (let n = 1; n <= UPDATES; n++)
    await Promise.all(ids.map((id) => person.changes(id, { title: `Mudança ${n}` })))
  await expect.poll(() => left(world.sql), { timeout: 300_000, interval: 200 }).toBe(0)

  const readings = Map.groupBy(readDeal.mock.calls, ([dealId]) => dealId as number)
  const allowed = await readingsAllowed(world.sql)
  expect(allowed.size).toBe(DEALS)
  const tooOften = [...allowed].flatMap(([dealId, most]) => {
    const read = readings.get(dealId)?.length ?? 0
    return read > most ? { dealId, read, most } : []
  })
  expect(tooOften).toEqual([])
  const requests = (await world.control('GET', 'requests')) as { method: string }[]
  const ours = requests.filter(({ method }) => method !== 'crm.item.update')
  expect(ours.length / (DEALS * UPDATES)).toBeLessThanOrEqual(0.1)
  expect(await world.sql`select distinct title from deals where deal_id in ${world.sql(ids)}`).toEqual([
    { title: `Mudança ${UPDATES}` },
  ])
})

/** Of the events, those that have not come or are not mirrored yet. There may be more: of what we wrote there ourselves. */
async function left(sql: postgres.Sql): Promise<number> {
  const [row] = await sql<{ told: number; waiting: number }[]>`
    select count(*)::int as told, count(*) filter (where state in ('waiting', 'routed'))::int as waiting
    from webhook_inbox`
  return Math.max(0, DEALS * UPDATES - (row?.told ?? 0)) + (row?.waiting ?? 0)
}

/** By deal: two for each burst, as its events really came, and one for each full minute. */
async function readingsAllowed(sql: postgres.Sql): Promise<Map<number, number>> {
  const rows = await sql<{ deal_id: number; most: number }[]>`
    select deal_id, 2 + 2 * count(*) filter (where gap_s > ${HALT_S})::int
      + floor(extract(epoch from max(received_at) - min(received_at)) / ${MINUTE_S})::int as most
    from (select deal_id, received_at, extract(epoch from received_at
        - lag(received_at) over (partition by deal_id order by received_at)) as gap_s
      from webhook_inbox) as told group by deal_id`
  return new Map(rows.map(({ deal_id, most }) => [deal_id, most]))
}
