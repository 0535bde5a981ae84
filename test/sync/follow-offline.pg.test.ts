import { expect, test } from 'vitest'
import { connectDatabase } from '#src/db/connect.ts'
import { createLog } from '#src/log.ts'
import type { CrmOffline } from '#src/providers/crm-changes.ts'
import { createOfflineFollower } from '#src/sync/follow-offline.ts'
import { isOfflineFollowed } from '#src/sync/offline-health.ts'
import { openCrm } from '#test/crm/crm.ts'
import { codes, openProvider } from '#test/crm/provider.ts'

const EVENTS = 'select kind, object_id::int as id, origin from webhook_inbox order by id'

async function openFollowed() {
  await using opened = new AsyncDisposableStack()
  const crm = opened.use(await openCrm({ rate: 1_000, burst: 1_000, retries: 0, byApplication: true }))
  const gateway = crm.gateway()
  await gateway.wayIn.receiveInstall?.(crm.application?.installation ?? '')
  const { db, close } = connectDatabase(crm.databaseUrl, 2)
  opened.defer(close)
  const provider = openProvider(crm, codes(), gateway)
  let nowMs = Date.parse('2026-11-29T12:00:00Z')
  const lines: string[] = []
  const log = createLog({ level: 'trace', destination: { write: (line) => lines.push(line) } })
  const needs = { db, crm: provider, log, clock: () => new Date(nowMs) }
  const all = opened.move()
  return {
    ...{ db, provider, needs, portal: crm.portal },
    follower: (offline: Partial<CrmOffline> = {}) => {
      if (!provider.offline) throw new Error('an application has an offline queue')
      return createOfflineFollower({
        ...needs,
        crm: { ...provider, offline: { ...provider.offline, ...offline } },
      })
    },
    changes: (id: number) => crm.portal.result('crm.deal.update', { id, fields: { TITLE: `Mudou ${id}` } }),
    told: () => db.execute(EVENTS),
    forward: (ms: number) => {
      nowMs += ms
    },
    log: () => lines.join(''),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

test('what the CRM keeps for us comes into the inbox, all of it, once', async () => {
  await using crm = await openFollowed()
  const fetchAll = crm.follower()
  await fetchAll()
  expect(await isOfflineFollowed(crm.db)).toBe(true)
  for (const id of [7401, 7402, 7401]) await crm.changes(id)
  await fetchAll()
  expect(await crm.told()).toEqual([
    { kind: 'deal-changed', id: 7401, origin: 'offline' },
    { kind: 'deal-changed', id: 7402, origin: 'offline' },
  ])
  await fetchAll()
  expect(await crm.told()).toHaveLength(2)
})

test('whoever dies between taking and settling loses nothing: it comes once more, and twice is harmless', async () => {
  await using crm = await openFollowed()
  const dies = () => Promise.reject(new Error('killed'))
  await crm.follower()()
  await crm.changes(7403)
  // Committed here, and not settled there.
  await expect(crm.follower({ settle: dies })()).rejects.toThrow('killed')
  expect(await crm.told()).toHaveLength(1)
  await crm.follower()()
  expect(await crm.told()).toHaveLength(2)
  // Taken there, and not even committed here.
  await crm.changes(7404)
  const taken = async (...calling: Parameters<CrmOffline['take']>) => {
    await crm.provider.offline?.take(...calling)
    return dies()
  }
  await expect(crm.follower({ take: taken })()).rejects.toThrow('killed')
  await crm.follower()()
  const ids = (await crm.told()).map(({ id }) => id)
  expect(ids).toEqual([7403, 7403, 7404])
  await crm.follower()()
  expect(await crm.told()).toHaveLength(3)
})

test('where we are no administrators the CRM is swept as ever, and asked again after a while', async () => {
  await using crm = await openFollowed()
  const rule = { match: { method: 'event.bind' }, effect: 'status', code: 403, error: 'ACCESS_DENIED' }
  await crm.portal.control('PUT', 'faults', [rule])
  const fetchAll = crm.follower()
  await fetchAll()
  expect(crm.log()).toContain('the CRM keeps no events for us')
  expect(await isOfflineFollowed(crm.db)).toBe(false)
  await crm.portal.control('PUT', 'faults', [])
  await fetchAll()
  expect(await isOfflineFollowed(crm.db), 'not asked yet').toBe(false)
  crm.forward(600_001)
  await fetchAll()
  expect(await isOfflineFollowed(crm.db)).toBe(true)
})
