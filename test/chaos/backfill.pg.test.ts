import { expect, test } from 'vitest'
import type { BackfillStatus } from '#src/sync/backfill-status.ts'
import { startFrailGateway } from './frail-gateway.ts'

const STEPS =
  process.env.CHAOS === 'full'
    ? ['before commit', 'after commit'].flatMap((when) =>
        ['jobs+sync_cursors', 'deals+sync_cursors', 'sync_cursors #3'].map((what) => `${when} ${what}`),
      )
    : ['after commit deals+sync_cursors', 'before commit jobs+sync_cursors']

test('S-17, I7: killed where it keeps its place, what an admin has begun goes on by itself, and all is here once', async () => {
  await using gateway = await startFrailGateway({ CRM_RATE: '40', CRM_BURST: '200', SYNC_SWEEP_SECONDS: '0' })
  const { fuse } = gateway
  for (const step of STEPS) {
    const rita = await gateway.signIn('9001')
    fuse.forget()
    fuse.arm((name) => name.startsWith(step))
    expect((await rita.post('/api/v1/admin/sync/backfill', {})).status).toBe(202)
    await gateway.settle()
    expect(fuse.blownAt() ?? 'never').toContain(step)
    await gateway.whenUp()
    const { body } = await (await gateway.signIn('9001')).get('/api/v1/admin/sync')
    const { backfills } = body as { backfills: BackfillStatus[] }
    expect(backfills).toMatchObject([{ state: 'done', deals: 40, done: 40, total: 40 }])
  }
  const deals =
    await gateway.sql`select count(*)::int as rows, count(distinct deal_id)::int as ids from deals`
  expect(deals).toEqual([{ rows: 40, ids: 40 }])
  expect(await gateway.sql`select from jobs where name = 'backfill'`).toEqual([])
})
