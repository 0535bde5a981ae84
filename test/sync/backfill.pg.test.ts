import { fork } from 'node:child_process'
import { once } from 'node:events'
import * as path from 'node:path'
import { expect, test } from 'vitest'
import type { DealId } from '#src/ids.ts'
import type { DealSection } from '#src/providers/crm-changes.ts'
import { CrmError, type CrmProvider } from '#src/providers/crm-provider.ts'
import { backfill, type Progress } from '#src/sync/backfill.ts'
import type { BackfillValue } from '#src/sync/cursor-values.ts'
import { breath } from '#test/breath.ts'
import { bareEnvironment } from '#test/process.ts'
import { createMirroredWorld, type MirroredWorld } from './mirrored-world.ts'

const PROCESS = path.join(import.meta.dirname, 'backfill-process.ts')
const ALL = { pipelineId: 19, since: null }

/** The CRM, and each page that it is asked for; `meanwhile` happens between a page's reading and its writing. */
function watched(crm: CrmProvider, meanwhile: (ids: DealId[]) => Promise<void> = async () => undefined) {
  const asked: DealSection[] = []
  const dealPage: CrmProvider['dealPage'] = async (section, calling) => {
    asked.push(section)
    const page = await crm.dealPage(section, calling)
    await meanwhile(page.deals.map(({ dealId }) => dealId))
    return page
  }
  return { asked, crm: { ...crm, dealPage } }
}
const placeOf = async ({ sql }: MirroredWorld): Promise<BackfillValue> => {
  const [row] = await sql`select value from sync_cursors where name = 'backfill:19'`
  return row?.value as BackfillValue
}
const dealsHere = async ({ sql }: MirroredWorld) => {
  const [row] = await sql`select count(*)::int as deals, count(distinct deal_id)::int as ids from deals`
  return row
}

test('S-17: everything there is comes here once, quietly, with all that hangs on it, and a second time changes nothing', async () => {
  await using world = await createMirroredWorld()
  await world.isEqual()
  expect(await dealsHere(world)).toEqual({ deals: 40, ids: 40 })
  expect(await world.sql`select from domain_events where kind = 'ticket-opened'`).toEqual([])
  const rows = () => world.sql`select id, version, updated_at, is_unread_by_team from deals order by id`
  const before = await rows()
  const told: Progress[] = []
  const done = await backfill(world.needs, { ...ALL, tell: (progress) => void told.push(progress) })
  expect(done).toMatchObject({ deals: { rows: 40, isDone: true }, timelines: { promised: 40, total: 40 } })
  expect(told.at(-1)).toMatchObject({ phase: 'timelines', done: 40, total: 40 })
  await world.settle()
  expect(await rows()).toEqual(before)
})

test('S-17: killed in the middle, it goes on where it was: at most one page of each section is asked for again', async () => {
  await using world = await createMirroredWorld()
  await world.control('POST', 'seed', { deals: 12_000 })
  const { databaseUrl, sandbox } = world
  const child = fork(PROCESS, [databaseUrl, sandbox.url], { execArgv: [], env: bareEnvironment() })
  await once(child, 'message')
  for (;;) {
    const { deals, finishedAt } = await placeOf(world)
    if (finishedAt === null && deals.rows > 0) break
    await breath()
  }
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
  const { deals: place } = await placeOf(world)
  expect(place.rows).toBeLessThan(12_000)
  // Numbers are dense here, so the places tell how many rows there must be.
  const starts = [place.from ?? 0, ...place.sections.map(({ last }) => last)]
  expect(place.rows).toBe(place.sections.reduce((sum, { after }, at) => sum + after - (starts[at] ?? 0), 0))
  // It is not yet known that it is dead.
  expect(await backfill(world.needs, ALL)).toBeNull()
  await world.sql`update sync_cursors set claimed_until = clock_timestamp()`

  const { asked, crm } = watched(world.needs.crm)
  const stop = new AbortController()
  // The timelines of all would take too long here.
  const tell = ({ phase }: Progress) => phase === 'timelines' && stop.abort()
  await backfill({ ...world.needs, crm }, { ...ALL, tell, signal: stop.signal }).catch(() => undefined)
  for (const { after, last } of asked)
    expect(place.sections.some((section) => section.after <= after && last === section.last)).toBe(true)
  expect(await dealsHere(world)).toEqual({ deals: 12_040, ids: 12_040 })
})

test('I3, I4: what changes and what is deleted between the reading of a page and its writing is never undone', async () => {
  await using world = await createMirroredWorld()
  await world.tellsAllBut(0)
  let isFirst = true
  const { crm } = watched(world.needs.crm, async (ids) => {
    if (!isFirst || !ids.includes(7404 as DealId)) return
    isFirst = false
    await world.person.changes(7404, { title: 'Mais novo' })
    await world.person.deletes(7405)
    await world.isQuiet()
  })
  await backfill({ ...world.needs, crm }, ALL)
  await world.isQuiet()
  expect(isFirst).toBe(false)
  const rows =
    await world.sql`select title, crm_deleted_at from deals where deal_id in (7404, 7405) order by deal_id`
  expect(rows[0]?.title).toBe('Mais novo')
  expect(rows[1]?.crm_deleted_at).not.toBeNull()
  await world.isEqual()
})

test('a CRM that goes away in the middle is waited for, and nothing is missing then', async () => {
  await using world = await createMirroredWorld()
  await world.control('POST', 'seed', { deals: 500 })
  let pages = 0
  const { crm } = watched(world.needs.crm, async () => {
    pages += 1
    if (pages > 4 && pages < 12) throw new CrmError('refused', 'crm-away', 'away')
  })
  const phases = new Set<string>()
  const tell = ({ phase }: Progress) => void phases.add(phase)
  expect(await backfill({ ...world.needs, crm }, { ...ALL, tell })).toMatchObject({ deals: { isDone: true } })
  expect([...phases].toSorted()).toEqual(['deals', 'timelines', 'waiting'])
  await world.settle()
  await world.isEqual()
})

test('since a moment, only what changed since is read', async () => {
  await using world = await createMirroredWorld()
  await world.control('POST', 'clock', { forwardSeconds: 600 })
  const since = await world.needs.crm.now({ priority: 'background' })
  await world.person.changes(7410, { title: 'Só este' })
  expect(await backfill(world.needs, { pipelineId: 19, since })).toMatchObject({
    deals: { rows: 1 },
    timelines: { promised: 1 },
  })
})
