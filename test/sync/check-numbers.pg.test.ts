import { expect, test } from 'vitest'
import { type CrmDeal, CrmError } from '#src/providers/crm-provider.ts'
import { checkNumbers } from '#src/sync/check-numbers.ts'
import { createMirroredWorld } from './mirrored-world.ts'

const NOW = { isForced: true }
const DENIED = new CrmError('rejected', 'rejected', 'Access denied.')

test('I4: what was deleted and what never came here are found by their numbers alone, without reading what is there', async () => {
  await using world = await createMirroredWorld()
  await world.person.deletes(7403)
  // At the end, where no page of the CRM reaches any more.
  await world.person.deletes(7440)
  const born = await world.person.opens({ title: 'Ninguém contou' })
  await world.control('DELETE', 'requests')
  expect(await checkNumbers(world.needs, NOW)).toMatchObject({
    ...{ listed: 39, missingHere: 1, missingThere: 2, gone: 2, hidden: 0 },
  })
  await world.settle()
  const rows = await world.sql`
    select deal_id, crm_deleted_at is not null as is_gone from deals where deal_id in (7403, 7440, ${born}) order by deal_id`
  expect(rows).toEqual([
    { deal_id: 7403, is_gone: true },
    { deal_id: 7440, is_gone: true },
    { deal_id: born, is_gone: false },
  ])
  await world.isEqual()
  expect(await checkNumbers(world.needs, NOW)).toMatchObject({ missingHere: 0, missingThere: 0 })
})

test('a deal that is hidden from us is not taken for deleted, and a CRM that lists far fewer than before is told to a person', async () => {
  await using world = await createMirroredWorld()
  const { crm } = world.needs
  const isHidden = (dealId: number) => dealId > 7415
  const limited: typeof crm = {
    ...crm,
    async dealIds(section, calling) {
      const { dealIds, isLast } = await crm.dealIds(section, calling)
      return { dealIds: dealIds.filter((dealId) => !isHidden(dealId)), isLast }
    },
    readDeal: (dealId, calling): Promise<CrmDeal | null> =>
      isHidden(dealId) ? Promise.reject(DENIED) : crm.readDeal(dealId, calling),
  }
  expect(await checkNumbers({ ...world.needs, crm: limited }, NOW)).toMatchObject({
    ...{ listed: 15, missingThere: 25, gone: 0, hidden: 25 },
  })
  await world.settle()
  const [row] = await world.sql`select count(crm_deleted_at)::int as gone from deals`
  expect(row?.gone).toBe(0)
  expect(world.log()).toContain('the CRM lists far fewer deals than it did')
  expect(await world.sql`select from jobs where state = 'dead'`).toEqual([])
})

test('a deal that came back from the trash of the CRM is read again', async () => {
  await using world = await createMirroredWorld()
  await world.sql`update deals set crm_deleted_at = now() where deal_id = 7412`
  expect(await checkNumbers(world.needs, NOW)).toMatchObject({ missingHere: 1 })
  await world.settle()
  const [row] = await world.sql`select crm_deleted_at from deals where deal_id = 7412`
  expect(row?.crm_deleted_at).toBeNull()
})

test('it is done once a night of the business, and before the first night at once', async () => {
  await using world = await createMirroredWorld()
  const at = (moment: string) =>
    checkNumbers({ ...world.needs, clock: () => new Date(moment) }, {}).then((done) => done !== null)
  // Three hours behind UTC.
  expect(await at('2026-11-29T12:00:00Z'), 'the first').toBe(true)
  expect(await at('2026-11-29T23:00:00Z'), 'the same day').toBe(false)
  expect(await at('2026-11-30T05:59:00Z'), 'before three').toBe(false)
  expect(await at('2026-11-30T06:00:00Z'), 'at three').toBe(true)
  expect(await at('2026-11-30T07:00:00Z'), 'done').toBe(false)
})
