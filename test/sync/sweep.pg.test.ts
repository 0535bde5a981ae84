import { expect, test } from 'vitest'
import { CrmError } from '#src/providers/crm-provider.ts'
import { checkNumbers } from '#src/sync/check-numbers.ts'
import { sweep } from '#src/sync/sweep.ts'
import { breath } from '#test/breath.ts'
import { createMirroredWorld, type MirroredWorld } from './mirrored-world.ts'

const EVERY = { everyS: 60 }

async function sweepNow({ needs, settle }: MirroredWorld) {
  const swept = await sweep(needs, { ...EVERY, isForced: true })
  expect(swept?.failed).toEqual({})
  await settle()
  return swept
}
const rowOf = async ({ sql }: MirroredWorld, dealId: number) => {
  const [row] = await sql`select * from deals where deal_id = ${dealId}`
  return row
}

for (const lost of [1, 30, 100])
  test(`S-16: with ${lost} % of the events lost, mirror and CRM are equal again within one sweep and one look at the numbers`, async () => {
    await using world = await createMirroredWorld()
    await sweepNow(world)
    await world.tellsAllBut(lost)
    await world.control('POST', 'storm', {
      deals: 30,
      changesPerSecond: 200,
      seconds: 1,
      users: 4,
      seed: lost,
    })
    for (;;) {
      const [storm] = (await world.control('GET', 'storm')) as { over: boolean }[]
      if (storm?.over) break
      await breath()
    }
    await world.isQuiet()
    await sweepNow(world)
    await checkNumbers(world.needs, { isForced: true })
    await world.settle()
    await world.isEqual()
  })

test('a deal that changed, one that is new, and one that moved within its second are written; what did not change is left alone', async () => {
  await using world = await createMirroredWorld()
  await sweepNow(world)
  const before = await world.sql`select deal_id, version, updated_at from deals order by deal_id`
  await world.person.changes(7401, { title: 'Outro título' })
  const born = await world.person.opens({ title: 'Nasceu no CRM' })
  // Of what is new the history of stages tells as well, and whoever is quicker writes it.
  const { changed = 0, promised = 0 } = (await sweepNow(world))?.found ?? {}
  expect(changed + promised).toBeGreaterThanOrEqual(2)
  expect(await rowOf(world, 7401)).toMatchObject({ title: 'Outro título' })
  expect(await rowOf(world, born)).toMatchObject({
    title: 'Nasceu no CRM',
    ticket_number: `CRM-${born}`,
  })
  const after = await world.sql`select deal_id, version, updated_at from deals order by deal_id`
  const isOther = (row: (typeof after)[number]) => row.deal_id !== 7401 && row.deal_id !== born
  expect(after.filter(isOther)).toEqual(before.filter(isOther))
  await world.isEqual()
})

test('a move to another pipeline, of which nobody is told, is found by the history of stages, and so is the way back', async () => {
  await using world = await createMirroredWorld()
  await sweepNow(world)
  const move = (categoryId: number) => world.person.changes(7402, { categoryId })
  await move(0)
  await sweepNow(world)
  expect((await rowOf(world, 7402))?.crm_left_at).not.toBeNull()
  await move(19)
  await sweepNow(world)
  expect((await rowOf(world, 7402))?.crm_left_at).toBeNull()
  await world.isEqual()
})

test('more than a page of deals that changed in one second are all written', async () => {
  await using world = await createMirroredWorld()
  await sweepNow(world)
  const add = 'crm.item.add?entityTypeId=2&fields[categoryId]=19&fields[title]=Todos'
  for (let page = 0; page < 3; page++) await world.person.call('batch', { cmd: Array(45).fill(add) })
  // Some are read by themselves meanwhile, because their first move was found.
  const swept = await sweepNow(world)
  expect(swept?.found.seen).toBeGreaterThanOrEqual(135)
  await world.isEqual()
})

test('comments, mails and what becomes of them are read where the deal tells of something, and of the others in turn', async () => {
  await using world = await createMirroredWorld()
  const { person } = world
  const [comment, mail, other] = [
    await person.comments(7406, 'Vai mudar'),
    await person.mails(7406, { SUBJECT: 'Antes' }),
    await person.mails(7407, { SUBJECT: 'Some' }),
  ]
  await sweepNow(world)
  await world.isEqual()
  await person.changesActivity(mail, { SUBJECT: 'Depois' })
  await person.deletesActivity(other)
  await sweepNow(world)
  await world.isEqual()

  // No list and no moment of the CRM tells of these: all that are in work are read again, twenty with each sweep.
  const onClosed = await person.comments(7410, 'Fechado')
  await person.changes(7410, { stageId: 'C19:WON' })
  await sweepNow(world)
  // What was said just now is looked at again anyway.
  await world.control('POST', 'clock', { forwardSeconds: 600 })
  await sweepNow(world)
  await world.isEqual()
  await person.editsComment(comment, 'Mudou')
  // Of those that were over lately five are.
  await person.deletesComment(onClosed)
  const [open] = await world.sql`
    select count(*)::int as deals from deals where status not in ('resolved', 'closed') and crm_deleted_at is null`
  const [over] =
    await world.sql`select count(*)::int as deals from deals where status in ('resolved', 'closed')`
  const turns = Math.max(Math.ceil(open?.deals / 20), Math.ceil(over?.deals / 5))
  for (let turn = 0; turn <= turns; turn++) await sweepNow(world)
  await world.isEqual()
})

test('a list that the CRM refuses keeps its place, no other waits for it, and what it would have told is found later', async () => {
  await using world = await createMirroredWorld()
  await sweepNow(world)
  const upTo = async () => {
    const [row] = await world.sql`select value from sync_cursors where name = 'sweep'`
    return row?.value.upTo as Record<string, string>
  }
  const before = await upTo()
  await world.control('POST', 'clock', { forwardSeconds: 3_600 })
  await world.person.changes(7408, { title: 'Longe', categoryId: 0 })
  await world.person.changes(7409, { title: 'Perto' })
  const rule = { match: { method: 'crm.stagehistory.list' }, effect: 'status', code: 400, error: 'NO' }
  await world.control('PUT', 'faults', [rule])
  const swept = await sweep(world.needs, { ...EVERY, isForced: true })
  expect(swept?.failed).toEqual({ moves: expect.stringContaining('NO') })
  await world.settle()
  expect(await rowOf(world, 7409)).toMatchObject({ title: 'Perto' })
  const { moves, ...others } = await upTo()
  expect(moves).toBe(before.moves)
  for (const [stream, at] of Object.entries(others)) expect(at > (before[stream] ?? '')).toBe(true)
  await world.control('PUT', 'faults', [])
  await sweepNow(world)
  expect((await rowOf(world, 7408))?.crm_left_at).not.toBeNull()
  await world.isEqual()
})

test('a clock of the CRM that is set back hides nothing', async () => {
  await using world = await createMirroredWorld()
  await world.sql`
    insert into sync_cursors (name, value) values ('sweep', ${world.sql.json({
      ...{ upTo: { deals: '2031-01-01T00:00:00Z', timelines: '2031-01-01T00:00:00Z' } },
      ...{ dueAt: null, rotation: 0, last: null },
    })})`
  await world.person.changes(7411, { title: 'Depois do relógio' })
  await sweepNow(world)
  expect(await rowOf(world, 7411)).toMatchObject({ title: 'Depois do relógio' })
})

test('it is done when it is time, by one of all; a CRM that is away is asked again soon', async () => {
  await using world = await createMirroredWorld()
  expect(await sweep(world.needs, EVERY)).not.toBeNull()
  expect(await sweep(world.needs, EVERY), 'not yet').toBeNull()
  const isTime = () => world.sql`
    update sync_cursors set value = value || '{"dueAt":"2026-01-01T00:00:00Z"}' where name = 'sweep'`
  await isTime()
  const both = await Promise.all([sweep(world.needs, EVERY), sweep(world.needs, EVERY)])
  expect(both.filter((one) => one !== null)).toHaveLength(1)
  await isTime()
  const crm = { ...world.needs.crm, now: () => Promise.reject(new CrmError('refused', 'crm-away', 'away')) }
  await expect(sweep({ ...world.needs, crm }, EVERY)).rejects.toMatchObject({ code: 'crm-away' })
  const [row] = await world.sql`
    select (value->>'dueAt')::timestamptz < clock_timestamp() + interval '6 seconds' as is_soon
    from sync_cursors where name = 'sweep'`
  expect(row?.is_soon).toBe(true)
})
