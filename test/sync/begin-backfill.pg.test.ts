import { expect, test } from 'vitest'
import { backfill } from '#src/sync/backfill.ts'
import type { BackfillStatus } from '#src/sync/backfill-status.ts'
import { breath } from '#test/breath.ts'
import type { Client } from '#test/client.ts'
import { gatewayBeside } from '#test/gateway-beside.ts'
import { createWorld } from '#test/world.ts'

const PATH = '/api/v1/admin/sync/backfill'
const QUICKLY = { CRM_RATE: '50', CRM_BURST: '1000' }

async function statusOf(rita: Client): Promise<BackfillStatus> {
  const { body } = await rita.get('/api/v1/admin/sync')
  const [status] = (body as { backfills: BackfillStatus[] }).backfills
  if (!status) throw new Error('a pipeline is missing')
  return status
}

test('S-17: an admin has a pipeline taken over, is told when it is under way already, and sees how far it has come', async () => {
  await using world = await createWorld({ ROLE: 'api' })
  await world.control('PUT', 'limits', { enabled: false })
  const rita = await world.signIn('9001')
  expect(await statusOf(rita)).toMatchObject({ pipeline_id: 19, state: 'never', deals: 0, phase: null })
  for (const body of [{ pipeline_id: 5 }, { since: 'ontem' }, { all: true }])
    expect((await rita.post(PATH, body)).status, JSON.stringify(body)).toBe(422)

  const [begun, ...others] = (
    await Promise.all([rita.post(PATH, {}), rita.post(PATH, {}), rita.post(PATH, { pipeline_id: 19 })])
  ).toSorted((a, b) => a.status - b.status)
  expect(begun).toMatchObject({ status: 202, body: { backfills: [{ pipeline_id: 19, state: 'waiting' }] } })
  for (const other of others)
    expect(other).toMatchObject({ status: 409, body: { code: 'backfill-under-way' } })
  expect(await world.sql`select name, lane, key from jobs where name = 'backfill'`).toMatchObject([
    { lane: 4, key: 'backfill:19' },
  ])

  await using _worker = await gatewayBeside(world, { ROLE: 'worker', ...QUICKLY })
  while ((await statusOf(rita)).state !== 'done') await breath()
  await world.settle()
  expect(await statusOf(rita)).toMatchObject({
    since: null,
    deals: 40,
    done: 40,
    total: 40,
    left_seconds: null,
    finished_at: expect.any(String),
  })
  const audit = await world.sql`select action, subject_id, after from audit_log where subject = 'pipeline'`
  expect(audit).toMatchObject([{ action: 'backfill-begun', subject_id: 19, after: { since: null } }])
  expect((await rita.post(PATH, { since: '2999-01-01T00:00:00Z' })).status).toBe(202)
  await world.settle()
  expect(await statusOf(rita)).toMatchObject({ since: '2999-01-01T00:00:00.000Z', deals: 0 })
})

test('what the command line has begun is seen, with how fast it goes, and another start is refused', async () => {
  await using world = await createWorld({ ROLE: 'api' })
  const rita = await world.signIn('9001')
  const stop = new AbortController()
  const needs = { ...world.gateway.ports, pipelines: [19] }
  // Nobody reads them whole, so it waits there for as long as we look.
  const filled = backfill(needs, { pipelineId: 19, since: null, signal: stop.signal })
  const underWay = { state: 'running', phase: 'timelines', deals: 40, done: 40, total: 40 }
  await expect.poll(() => statusOf(rita), { timeout: 60_000 }).toMatchObject(underWay)
  expect((await rita.post(PATH, {})).body).toMatchObject({ code: 'backfill-under-way' })
  stop.abort()
  await expect(filled).rejects.toThrow()
  expect(await statusOf(rita)).toMatchObject({ state: 'broken-off', per_second: null })
  expect((await rita.post(PATH, {})).status).toBe(202)
})
