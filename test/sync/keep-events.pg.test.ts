import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import postgres from 'postgres'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { connectDatabase } from '#src/db/connect.ts'
import { createLog } from '#src/log.ts'
import type { CrmEvent } from '#src/providers/crm-event.ts'
import { createInbox, type Inbox } from '#src/sync/keep-events.ts'
import { openSpill } from '#src/sync/spill.ts'
import { storeSegment } from '#src/sync/store-segment.ts'
import { createFuse } from '#test/chaos/fuse.ts'
import { type PostgresProxy, startPostgresProxy } from '#test/chaos/postgres-proxy.ts'
import { withDatabase } from '#test/postgres.ts'
import { waitUntil } from '#test/process.ts'

let admin: postgres.Sql
let sql: postgres.Sql
let name: string
let proxy: PostgresProxy
let folder: string
const inboxes: Inbox[] = []
const fuse = createFuse(async () => undefined)

beforeEach(async () => {
  name = `world_${randomBytes(6).toString('hex')}`
  admin = postgres(withDatabase(inject('templateUrl'), 'postgres'), { max: 1, onnotice: () => undefined })
  await admin.unsafe(`create database ${name} template ponte_template`)
  const url = withDatabase(inject('templateUrl'), name)
  sql = postgres(url, { max: 1, onnotice: () => undefined })
  proxy = await startPostgresProxy({ to: url, fuse })
  folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-inbox-')), 'inbox')
})
afterEach(async () => {
  await Promise.all(inboxes.splice(0).map((inbox) => inbox.close()))
  await proxy[Symbol.asyncDispose]()
  await sql.end()
  await admin.unsafe(`drop database ${name} with (force)`)
  await admin.end()
  fs.rmSync(path.dirname(folder), { recursive: true })
})

/** A busy machine is no Postgres that hangs. */
const PATIENT_MS = 60_000

async function open(storeMs: number | null = PATIENT_MS): Promise<Inbox> {
  const connect = () => connectDatabase(proxy.url, 1)
  const spill = await openSpill(folder)
  const log = createLog({ level: 'silent' })
  const inbox = createInbox({ connect, spill, clock: () => new Date(), log, ...(storeMs && { storeMs }) })
  inboxes.push(inbox)
  return inbox
}

const event = (objectId: number): CrmEvent => ({
  ...{
    kind: 'deal-changed',
    name: 'ONCRMDEALUPDATE',
    objectId,
    body: `event=ONCRMDEALUPDATE&ts=${objectId}`,
  },
})
const numbers = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)
const keepAll = (inbox: Inbox, first: number, last: number) =>
  Promise.all(numbers(first, last).map((id) => inbox.keep(event(id))))
const stored = async () => {
  const rows = await sql`select object_id::int as number from webhook_inbox order by id`
  return rows.map(({ number }) => Number(number))
}
const allStored = (count: number) => waitUntil(async () => (await stored()).length >= count)
const drained = (inbox: Inbox) => waitUntil(async () => (await sql`select`) && inbox.spilled().segments === 0)
const origins = async () =>
  (await sql`select origin, count(*)::int from webhook_inbox group by origin order by origin`).map(
    ({ origin, count }) => [origin, count],
  )

test('S-11: what comes while a commit is under way goes together with the next, in the order in which it came', async () => {
  const inbox = await open()
  await keepAll(inbox, 1, 2_000)
  expect(await stored()).toEqual(numbers(1, 2_000))
  const [{ commits } = {}] = await sql`select count(distinct xmin::text)::int as commits from webhook_inbox`
  expect(commits).toBeLessThan(10)
})

test('I2, O-08: with Postgres stopped events are on the disk when they are answered, and in the table in their order before newer ones', async () => {
  const inbox = await open()
  await keepAll(inbox, 1, 10)
  await proxy.stop()
  for (const id of numbers(11, 40)) await inbox.keep(event(id))
  expect(inbox.spilled()).toMatchObject({ segments: 1 })
  const kept = fs.readdirSync(folder).map((file) => fs.readFileSync(path.join(folder, file), 'utf8'))
  expect(kept.join('').match(/\n/g)).toHaveLength(30)
  await proxy.start()
  // They go on to come while the others are brought in.
  let last = 40
  while (inbox.spilled().segments > 0) await inbox.keep(event(++last))
  await keepAll(inbox, last + 1, last + 10)
  await allStored(last + 10)
  expect(await stored()).toEqual(numbers(1, last + 10))
  expect((await origins()).map(([origin]) => origin)).toEqual(['online', 'spill'])
  expect(fs.readdirSync(folder)).toEqual([])
})

test('a Postgres that does not answer any more is given up before the CRM gives us up', async () => {
  const inbox = await open(null)
  await keepAll(inbox, 1, 5)
  proxy.hang()
  await keepAll(inbox, 6, 10)
  expect(inbox.spilled().segments).toBe(1)
  await proxy.start()
  await allStored(10)
  expect(new Set(await stored())).toEqual(new Set(numbers(1, 10)))
})

test('with the disk away as well nothing is said to be kept, and what comes later is', async () => {
  const inbox = await open()
  await keepAll(inbox, 1, 2)
  fs.writeFileSync(folder, 'no folder')
  await proxy.stop()
  const told = await Promise.allSettled(numbers(3, 6).map((id) => inbox.keep(event(id))))
  expect(told.map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
  expect(told[0]).toMatchObject({ reason: { code: 'database-unavailable' } })
  await proxy.start()
  await waitUntil(() =>
    inbox.keep(event(7)).then(
      () => true,
      () => false,
    ),
  )
  expect((await stored()).at(-1)).toBe(7)
})

test('what lay on the disk when the gateway ended is stored by the next, before anything newer', async () => {
  const before = await open()
  await proxy.stop()
  for (const id of numbers(1, 20)) await before.keep(event(id))
  await before.close()
  inboxes.length = 0
  const after = await open()
  await after.keep(event(21))
  await proxy.start()
  await allStored(21)
  expect(await stored()).toEqual(numbers(1, 21))
})

test('whoever dies between the commit of a file and its end leaves nothing that is stored twice', async () => {
  const spill = await openSpill(folder)
  await spill.append(numbers(1, 1_200).map((id) => ({ ...event(id), receivedAt: new Date().toISOString() })))
  await spill.seal()
  const segment = await spill.oldest()
  if (!segment) throw new Error('nothing was spilled')
  const own = connectDatabase(proxy.url, 1)
  await storeSegment(own.planned, segment)
  await own.close()
  const next = await open()
  await next.keep(event(1_201))
  await allStored(1_201)
  await drained(next)
  expect(await stored()).toEqual(numbers(1, 1_201))
  await next.close()
  inboxes.length = 0
  expect(await sql`select name from sync_cursors where name like 'spill:%'`).toEqual([])
})

test('a commit whose answer is lost is on the disk as well: twice perhaps, and never not at all', async () => {
  const inbox = await open()
  await inbox.keep(event(1))
  // It has committed, and we are cut off before we hear so.
  fuse.arm((step) => step.startsWith('after commit webhook_inbox'))
  await inbox.keep(event(2))
  await drained(inbox)
  expect(await stored()).toEqual([1, 2, 2])
})

test('one event that Postgres refuses for what it is does not take others with it', async () => {
  const inbox = await open()
  const told = await Promise.allSettled([
    inbox.keep(event(1)),
    inbox.keep({ ...event(2), name: 'x'.repeat(101) }),
    inbox.keep(event(3)),
  ])
  expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await stored()).toEqual([1, 3])
})
