import { expect, test } from 'vitest'
import { createCrmCheck } from '#src/sync/check-crm.ts'
import { createWorld } from '#test/world.ts'

const portal = async (url: string, method: string, params: object) => {
  const body = JSON.stringify(params)
  const response = await fetch(`${url}/rest/1/sandbox/${method}`, { method: 'POST', body })
  return ((await response.json()) as { result: { ID: string; FIELD_NAME: string }[] }).result
}
const warnings = (log: string) =>
  log.split('\n').filter((line) => line.includes('does not match our settings'))

test('W-03: a field that is gone from the CRM is told once, loudly and by name, and keeps nobody from filing', async () => {
  await using world = await createWorld({ ROLE: 'api' })
  const { crmCheck } = world.gateway.ports
  expect(await crmCheck.run()).toEqual([])
  expect(warnings(world.log())).toEqual([])
  const { url } = world.sandbox
  const fields = await portal(url, 'crm.deal.userfield.list', {})
  const gone = fields.find(({ FIELD_NAME }) => FIELD_NAME === 'UF_CRM_1701707104')
  await portal(url, 'crm.deal.userfield.delete', { id: gone?.ID })
  for (const _ of [1, 2]) expect(await crmCheck.run()).toEqual([])
  expect(warnings(world.log())).toHaveLength(1)
  expect(warnings(world.log())[0]).toContain('filial in UF_CRM_1701707104: the portal has no such field')
})

test('a pipeline that is not there is fatal where new tickets would go to, and told of the others', async () => {
  await using world = await createWorld({ ROLE: 'api' })
  const { crm, log, stageMap } = world.gateway.ports
  expect(await createCrmCheck({ crm, log, stageMap, pipelines: [19, 77] }).run()).toEqual([])
  expect(warnings(world.log())[0]).toContain('pipeline 77')
  expect(await createCrmCheck({ crm, log, stageMap, pipelines: [77, 19] }).run()).toEqual([
    expect.stringContaining('pipeline 77'),
  ])
})

test('D-06: a stage that crm.stages.json names and the CRM does not have is told by name', async () => {
  await using world = await createWorld({ ROLE: 'api' })
  const { crm, log } = world.gateway.ports
  const stageMap = { 19: { open: 'C19:NEW', closed: 'C19:SOLVED' } }
  expect(await createCrmCheck({ crm, log, stageMap, pipelines: [19] }).run()).toEqual([])
  expect(warnings(world.log())[0]).toContain(
    'closed of pipeline 19 in crm.stages.json: the CRM has no stage C19:SOLVED',
  )
})

test('a CRM that is away hinders nothing', async () => {
  await using world = await createWorld({ ROLE: 'api' })
  const { crm, log, stageMap } = world.gateway.ports
  await world.control('PUT', 'faults', [{ match: { method: '*' }, effect: 'reset' }])
  expect(await createCrmCheck({ crm, log, stageMap, pipelines: [77] }).run()).toEqual([])
})
