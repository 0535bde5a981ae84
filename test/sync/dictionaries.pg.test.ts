import { expect, test } from 'vitest'
import type { CrmUserId } from '#src/ids.ts'
import type { CrmPerson } from '#src/providers/crm-lists.ts'
import { listDepartments, listPeople, listPipelines, listStages } from '#src/sync/lists.ts'
import { waitUntil } from '#test/process.ts'
import { createWorld } from '#test/world.ts'
import { OLD_S, openDictionaries } from './open-dictionaries.ts'

const ANA = 43 as CrmUserId
const ALL_LISTS = ['crm.category.list', 'crm.status.list', 'department.get', 'user.get']

test('the lists of the CRM are here after four calls, and nothing is asked again while they are new', async () => {
  await using world = await openDictionaries()
  const gateway = world.gateway()
  await gateway.refresh()
  expect(world.asked()).toEqual(ALL_LISTS)
  // What waits together leaves together, so it may be less.
  expect((await world.crm.requests()).length).toBeLessThanOrEqual(ALL_LISTS.length)
  const { db } = gateway
  expect((await listPipelines(db)).map(({ name }) => name)).toEqual(['Helpdesk', 'Geral'])
  expect(await listStages(db, 19)).toMatchObject([
    { stageId: 'C19:NEW', name: 'Novo', outcome: 'open' },
    { stageId: 'C19:PREPARATION' },
    { stageId: 'C19:UC_WAIT' },
    { stageId: 'C19:EXECUTING' },
    { stageId: 'C19:WON', outcome: 'won' },
    { stageId: 'C19:LOSE', outcome: 'lost' },
  ])
  expect(await listStages(db, 0)).toEqual([])
  expect((await listPeople(db)).find(({ crmUserId }) => crmUserId === ANA)).toEqual({
    crmUserId: ANA,
    name: 'Ana Costa',
    email: expect.stringContaining('@'),
    isActive: true,
    departmentIds: [2],
    goneAt: null,
  })
  expect((await listDepartments(db))[1]).toMatchObject({ name: 'TI', parentId: 1, headId: 44 })
  expect(await gateway.findStage('C19:WON')).toMatchObject({ name: 'Resolvido' })
  await world.pass(OLD_S - 60)
  await gateway.refresh()
  expect(world.asked()).toEqual([])
})

test('a stage that gets another name has it here after the next refresh, and what did not change is not written', async () => {
  await using world = await openDictionaries()
  const gateway = world.gateway()
  await gateway.refresh()
  const tables = ['crm_pipelines', 'crm_stages', 'crm_people', 'crm_departments']
  const versions = async () =>
    (
      await Promise.all(
        tables.map((table) => world.sql`select ${table} || ctid as version, t.* from ${world.sql(table)} t`),
      )
    ).flat()
  const before = await versions()
  const statuses = await world.portal.result<{ ID: string; STATUS_ID: string }[]>('crm.status.list')
  const waiting = statuses.find(({ STATUS_ID }) => STATUS_ID === 'C19:UC_WAIT')
  await world.portal.result('crm.status.update', { id: waiting?.ID, fields: { NAME: 'Esperando peça' } })
  await world.pass(OLD_S)
  await gateway.refresh()
  expect(await gateway.findStage('C19:UC_WAIT')).toMatchObject({ name: 'Esperando peça' })
  const written = (await versions()).filter((row) => !before.some(({ version }) => version === row.version))
  expect(written).toMatchObject([{ name: 'Esperando peça' }])
})

test('a stage that is new is found at once, for one reading; a second one has to wait half a minute', async () => {
  await using world = await openDictionaries()
  const gateway = world.gateway()
  await gateway.refresh()
  await world.pass(31)
  world.asked()
  const addStage = (code: string, sort: number) => {
    const fields = { ENTITY_ID: 'DEAL_STAGE_19', STATUS_ID: code, NAME: `Etapa ${code}`, SORT: sort }
    return world.portal.result('crm.status.add', { fields })
  }
  await addStage('UC_ONE', 11)
  // A board asks for all of its cards at once.
  const found = await Promise.all(Array.from({ length: 5 }, () => gateway.findStage('C19:UC_ONE')))
  expect(found.map((stage) => stage?.name)).toEqual(Array(5).fill('Etapa UC_ONE'))
  expect(world.asked()).toEqual(['crm.category.list', 'crm.status.list'])
  await addStage('UC_TWO', 12)
  expect(await gateway.findStage('C19:UC_TWO')).toBeNull()
  expect(world.asked()).toEqual([])
  await world.pass(31)
  expect(await gateway.findStage('C19:UC_TWO')).toMatchObject({ name: 'Etapa UC_TWO' })
})

test('an id that the CRM does not list, as of a robot, is asked for once and not at every look', async () => {
  await using world = await openDictionaries()
  const gateway = world.gateway()
  const robot = 9_999 as CrmUserId
  expect(await gateway.findPerson(robot)).toBeNull()
  expect(world.asked()).toEqual(['user.get'])
  await world.pass(31)
  expect(await gateway.findPerson(robot)).toBeNull()
  expect(world.asked()).toEqual([])
  // Unless they are listed one day.
  world.portal.portal.db.run('UPDATE users SET ID = ? WHERE ID = ?', robot, ANA)
  await world.pass(OLD_S)
  await gateway.refresh()
  expect(await gateway.findPerson(robot)).toMatchObject({ name: 'Ana Costa' })
})

test('what leaves a list is known by its id still and offered no more, until it comes back', async () => {
  await using world = await openDictionaries()
  const gateway = world.gateway()
  const { db } = world.portal.portal
  const offered = async () => (await listPeople(gateway.db)).some(({ crmUserId }) => crmUserId === ANA)
  await gateway.refresh()
  for (const isListed of [false, true]) {
    db.run('UPDATE users SET ID = ? WHERE EMAIL LIKE ?', isListed ? ANA : 77, 'ana.costa@%')
    await world.pass(OLD_S)
    await gateway.refresh()
    expect(await offered()).toBe(isListed)
    expect(await gateway.findPerson(ANA)).toMatchObject({
      name: 'Ana Costa',
      goneAt: isListed ? null : expect.any(Date),
    })
  }
  db.run('UPDATE users SET ACTIVE = 0 WHERE ID = ?', ANA)
  await world.pass(OLD_S)
  await gateway.refresh()
  expect(await offered()).toBe(false)
  expect(await gateway.findPerson(ANA)).toMatchObject({ isActive: false, goneAt: null })
})

test('stages of a pipeline that is deleted are gone; those of one that is mirrored no more are left alone', async () => {
  await using world = await openDictionaries()
  const { category } = await world.portal.result<{ category: { id: number } }>('crm.category.add', {
    entityTypeId: 2,
    fields: { name: 'Compras' },
  })
  const both = world.gateway({}, { pipelines: [19, category.id] })
  await both.refresh()
  expect(await listStages(both.db, category.id)).toHaveLength(5)
  const one = world.gateway()
  await world.pass(OLD_S)
  await one.refresh()
  expect(await listStages(one.db, category.id)).toHaveLength(5)
  await world.portal.result('crm.category.delete', { entityTypeId: 2, id: category.id })
  await world.pass(OLD_S)
  await both.refresh()
  expect(await listStages(both.db, category.id)).toEqual([])
  expect(await listStages(both.db, 19)).toHaveLength(6)
  expect((await listPipelines(both.db)).map(({ name }) => name)).not.toContain('Compras')
})

test('a pipeline that the settings name anew has its stages at the next look, however new the list is', async () => {
  await using world = await openDictionaries()
  await world.gateway().refresh()
  const restarted = world.gateway({}, { pipelines: [19, 0] })
  await world.pass(31)
  await restarted.refresh()
  expect(await listStages(restarted.db, 0)).toHaveLength(8)
})

test('two gateways that look at the same moment read each list once', async () => {
  await using world = await openDictionaries()
  const [one, other] = [world.gateway(), world.gateway()]
  await Promise.all([one.refresh(), other.refresh()])
  expect(world.asked()).toEqual(ALL_LISTS)
  await world.pass(OLD_S)
  await Promise.all([one.refresh(), other.refresh(), one.refresh()])
  expect(world.asked()).toEqual(ALL_LISTS)
})

test('a clock of the database that is set back stops no list from being read', async () => {
  await using world = await openDictionaries()
  const gateway = world.gateway()
  await gateway.refresh()
  await world.pass(-3_600)
  world.portal.portal.db.run('UPDATE users SET LAST_NAME = ? WHERE ID = ?', 'Moura', ANA)
  await gateway.refresh()
  expect(await gateway.findPerson(ANA)).toMatchObject({ name: 'Ana Moura' })
})

test('I3: a reading that took longer than its lease does not bring back what was before', async () => {
  await using world = await openDictionaries()
  const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<CrmPerson[]>()]
  const slow = world.gateway({
    people: () => {
      asked.resolve()
      return answer.promise
    },
  })
  const refreshed = slow.refresh()
  await asked.promise
  const quick = world.gateway()
  const before = await quick.provider.people({ priority: 'people' })
  world.portal.portal.db.run('UPDATE users SET LAST_NAME = ? WHERE ID = ?', 'Moura', ANA)
  await world.pass(31)
  await quick.refresh()
  answer.resolve(before)
  await refreshed
  expect(await quick.findPerson(ANA)).toMatchObject({ name: 'Ana Moura' })
})

test('a gateway that starts reads the lists without being asked', async () => {
  await using world = await createWorld()
  const unread = () => world.sql`
    select name from unnest(array['pipelines', 'people', 'departments']) name
    where not exists (select from crm_dictionaries list where list.name = name.name and read_at is not null)`
  await waitUntil(async () => (await unread()).length === 0)
  expect(await world.gateway.ports.dictionaries.findStage('C19:WON')).toMatchObject({ name: 'Resolvido' })
})
