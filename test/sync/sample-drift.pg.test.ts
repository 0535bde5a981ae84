import { expect, test } from 'vitest'
import { createDriftSample } from '#src/sync/sample-drift.ts'
import { crmPerson } from '#test/crm-person.ts'
import { refresh } from '#test/refresh.ts'
import { givenTicket } from '#test/tickets.ts'
import { untilAway } from '#test/until-away.ts'
import { createWorld, type World } from '#test/world.ts'

type Result = { compared: number; differing: number; mended: number }

function sampler({ gateway: { ports } }: World, results: Result[] = []) {
  const observer = {
    compared: ({ compared, differing, mended }: Result) => void results.push({ compared, differing, mended }),
  }
  return { results, sample: createDriftSample({ ...ports, pipelines: [19], observer }) }
}
/** The gateway's own sample comes first, at its start. */
async function passTime({ sql }: World): Promise<void> {
  while (
    (
      await sql`
        update sync_cursors set updated_at = now() - interval '1 hour'
        where name = 'drift-sample' and claimed_until is null returning name`
    ).length === 0
  );
}

test('some deals are compared by themselves, by one gateway of all; what differs is mended, counted and told in the log', async () => {
  await using world = await createWorld()
  await passTime(world)
  const dealId = await crmPerson(world).opens({ title: 'Antes' })
  await refresh(world, dealId)
  const { sql } = world
  await sql`update deals set title = 'Errado' where deal_id = ${dealId}`
  const results: Result[] = []
  const [one, other] = [sampler(world, results), sampler(world, results)]
  await Promise.all([one.sample(), other.sample()])
  expect(results).toEqual([{ compared: 1, differing: 1, mended: 1 }])
  expect(await sql`select title from deals where deal_id = ${dealId}`).toEqual([{ title: 'Antes' }])
  await expect.poll(() => world.log(), { timeout: 60_000 }).toContain('mirror and CRM differed')
  await one.sample()
  expect(results).toHaveLength(1)
  await passTime(world)
  await one.sample()
  expect(results.at(-1)).toEqual({ compared: 1, differing: 0, mended: 0 })
})

test('a claim by a clock that was set back since keeps nobody from looking', async () => {
  await using world = await createWorld()
  await refresh(world, await crmPerson(world).opens({ title: 'Antes' }))
  await passTime(world)
  await world.sql`
    update sync_cursors set claimed_until = now() + interval '1 year', updated_at = now() + interval '1 year'
    where name = 'drift-sample'`
  const { results, sample } = sampler(world)
  await sample()
  expect(results).toEqual([{ compared: 1, differing: 0, mended: 0 }])
})

test('while the CRM is away nothing is compared, and nothing is said to differ', async () => {
  await using world = await createWorld()
  await refresh(world, await crmPerson(world).opens({ title: 'Antes' }))
  await world.control('PUT', 'faults', [{ match: { method: '*' }, effect: 'reset' }])
  await passTime(world)
  const { crm } = world.gateway.ports
  await untilAway(crm)
  const { results, sample } = sampler(world)
  await sample()
  expect(results).toEqual([])
  expect(await world.sql`select id from drift_findings`).toEqual([])
})

test('a gateway that stops does not wait for what differs to be mended', async () => {
  await using world = await createWorld({ ROLE: 'api' })
  // The CRM knows nothing of it.
  await givenTicket(world)
  const stopping = new AbortController()
  const { results, sample } = sampler(world)
  const sampling = sample(stopping.signal)
  // Nobody works here, so it would be waited for until the time is over.
  await expect
    .poll(() => world.sql`select from jobs where name = 'refresh-deal'`, { timeout: 60_000 })
    .toHaveLength(1)
  stopping.abort()
  await sampling
  expect(results).toMatchObject([{ compared: 1, differing: 1 }])
})
