import { expect, test, vi } from 'vitest'
import type { CrmUserId } from '#src/ids.ts'
import type { CrmPerson } from '#src/providers/crm-lists.ts'
import { listDepartments, listPeople, listPipelines, listStages } from '#src/sync/lists.ts'
import { OLD_S, openDictionaries } from './open-dictionaries.ts'

const NOBODY = 9_999 as CrmUserId

test('while the CRM is away what was known stays, every look is answered, and the log says it once', async () => {
  await using world = await openDictionaries()
  const gateway = world.gateway()
  await gateway.refresh()
  await world.isAway(true)
  for (const _ of [1, 2]) {
    await world.pass(OLD_S)
    await gateway.refresh()
  }
  await world.pass(31)
  expect(await gateway.findStage('C19:WON')).toMatchObject({ name: 'Resolvido', goneAt: null })
  expect(await gateway.findStage('C19:UC_NEW')).toBeNull()
  expect(await gateway.findPerson(NOBODY)).toBeNull()
  expect(gateway.log().match(/"list":"people".*cannot be read/g)).toHaveLength(1)
  await world.isAway(false)
  world.portal.portal.db.run('UPDATE users SET LAST_NAME = ? WHERE ID = 43', 'Moura')
  // The breaker lets a probe through once its wait is over.
  while (!gateway.log().includes('"list":"people","message":"a list of the CRM can be read again"')) {
    await world.pass(OLD_S)
    await gateway.refresh()
  }
  expect(await gateway.findPerson(43 as CrmUserId)).toMatchObject({ name: 'Ana Moura' })
})

test('one list that is not to be had, as without the right to it, keeps none of the others', async () => {
  await using world = await openDictionaries()
  const rule = {
    match: { method: 'department.get' },
    effect: 'status',
    code: 401,
    error: 'insufficient_scope',
  }
  await world.portal.control('PUT', 'faults', [rule])
  const gateway = world.gateway()
  await gateway.refresh()
  expect(await listPeople(gateway.db)).not.toEqual([])
  expect(await listStages(gateway.db, 19)).toHaveLength(6)
  expect(await listDepartments(gateway.db)).toEqual([])
  expect(gateway.log()).toMatch(/"list":"departments".*cannot be read/)
})

test('an answer with nothing in it is not believed: nobody is gone', async () => {
  await using world = await openDictionaries()
  await world.gateway().refresh()
  const gateway = world.gateway({ people: async () => [], pipelines: async () => [] })
  world.portal.portal.db.run('DELETE FROM departments')
  await world.pass(OLD_S)
  await gateway.refresh()
  expect(await listPeople(gateway.db)).not.toEqual([])
  expect(await listPipelines(gateway.db)).toHaveLength(2)
  expect(await listDepartments(gateway.db)).toHaveLength(6)
  expect(gateway.log().match(/cannot be read/g)).toHaveLength(3)
  const withoutStages = world.gateway({ stages: async () => [] })
  await world.pass(OLD_S)
  await withoutStages.refresh()
  expect(await listStages(gateway.db, 19)).toHaveLength(6)
})

test('names that no table takes, too long or with what is no text, keep nobody else out', async () => {
  await using world = await openDictionaries()
  const person: CrmPerson = { id: NOBODY, name: '', email: null, isActive: true, departmentIds: [] }
  const names = ['Ana\0 Costa', `${'a'.repeat(255)}😀`, 'Pedro']
  const people = names.map((name, index) => ({ ...person, id: (index + 1) as CrmUserId, name }))
  // Pages of a list that changes meanwhile may name somebody twice.
  const gateway = world.gateway({ people: async () => [...people, ...people] })
  await gateway.refresh()
  expect((await listPeople(gateway.db)).map(({ name }) => name).sort()).toEqual([
    'Ana Costa',
    'Pedro',
    `${'a'.repeat(255)}\uFFFD`,
  ])
})

test('a CRM that does not answer keeps nobody waiting for a name', async () => {
  await using world = await openDictionaries()
  const silent = Promise.withResolvers<CrmPerson[]>()
  const gateway = world.gateway({ people: () => silent.promise }, { longestWaitMs: 20 })
  expect(await gateway.findPerson(NOBODY)).toBeNull()
})

test('a gateway that stops waits for no list, and what the CRM still answers is not stored', async () => {
  await using world = await openDictionaries()
  const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<CrmPerson[]>()]
  const gateway = world.gateway({
    people: () => {
      asked.resolve()
      return answer.promise
    },
  })
  const refreshed = gateway.refresh()
  await asked.promise
  const looked = gateway.findPerson(NOBODY)
  gateway.close()
  await refreshed
  expect(await looked).toBeNull()
  const stores = vi.spyOn(gateway.db, 'transaction')
  answer.resolve([{ id: NOBODY, name: 'Tarde', email: null, isActive: true, departmentIds: [] }])
  await new Promise(setImmediate)
  expect(stores).not.toHaveBeenCalled()
})
