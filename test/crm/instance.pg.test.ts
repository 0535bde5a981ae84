import { expect, test } from 'vitest'
import { createCrm } from '#src/crm.ts'
import { readInstance } from '#src/db/read-instance.ts'
import { createMetrics } from '#src/http/metrics.ts'
import { createLog } from '#src/log.ts'
import type { CrmProvider } from '#src/providers/crm-provider.ts'
import { testConfig } from '#test/settings.ts'
import { createWorld } from '#test/world.ts'
import { openCrm } from './crm.ts'

const PEOPLE = { priority: 'people' } as const
const ticket = { title: 'Chamado', pipelineId: 19, responsibleId: null, contactId: null, fields: {} }
const openDeal = (crm: CrmProvider, originKey: string) => crm.openDeal({ ...ticket, originKey }, PEOPLE)

test('what a Ponte makes in the CRM bears the mark of its database', async () => {
  await using world = await createWorld()
  const [origin] = await world.sql`select instance from crm_origins`
  const dealId = await openDeal(world.gateway.ports.crm, 'one-of-ours')
  const { deals } = (await world.control('GET', 'state')) as { deals: Record<string, unknown>[] }
  expect(deals.find(({ ID }) => Number(ID) === dealId)).toMatchObject({
    ORIGINATOR_ID: `ponte:${origin?.instance}`,
    ORIGIN_ID: 'one-of-ours',
  })
})

test('two Pontes over one CRM do not take deals of each other for theirs', async () => {
  await using crm = await openCrm({ rate: 1_000, burst: 1_000 })
  const { db } = crm.gateway().database
  const config = testConfig({
    CRM_URL: `${crm.portal.url}/rest/1/sandbox/`,
    CRM_EVENT_TOKEN: 'a-token-of-tests',
  })
  const ponte = async () => {
    const surroundings = { clock: () => new Date(), log: createLog({ level: 'silent' }), sandboxUrl: '' }
    const instance = await readInstance(db)
    return createCrm(config, { ...surroundings, db, instance, metrics: createMetrics() })
  }
  const one = await ponte()
  // As the database of the second says.
  await db.execute('update crm_origins set instance = gen_random_uuid()')
  const other = await ponte()
  const dealId = await openDeal(one.provider, 'same-key')
  expect(await one.provider.findDeal('same-key', PEOPLE)).toBe(dealId)
  expect(await other.provider.findDeal('same-key', PEOPLE)).toBeNull()
  expect(await other.provider.readDeal(dealId, PEOPLE)).toMatchObject({ dealId, originKey: null })
  one.close()
  other.close()
})
