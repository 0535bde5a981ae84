import { expect, test } from 'vitest'
import { peopleVerbs } from './people.ts'
import type { Session } from './session.ts'

const PEOPLE = { priority: 'people' } as const

/** A portal that answers every read with this. */
function verbsOver(answer: unknown) {
  let reads = 0
  const read = async () => {
    reads += 1
    if (reads > 5) throw new Error('asked for ever')
    return answer
  }
  // Lists ask for nothing else of a session.
  const verbs = peopleVerbs({ read } as unknown as Session)
  return { ...verbs, reads: () => reads }
}

test('a portal that gives the same page again and again is not asked for ever', async () => {
  const page = Array.from({ length: 50 }, (_, index) => ({ ID: `${index + 1}`, NAME: 'Filial', SORT: 500 }))
  const portal = verbsOver(page)
  await expect(portal.departments(PEOPLE)).rejects.toMatchObject({ code: 'unreadable-answer' })
  expect(portal.reads()).toBe(2)
})

test('departments of a person are read in every form that portals give them', async () => {
  const forms = [[1, 2], ['3'], [null], [], false, undefined, '']
  const people = await verbsOver(
    forms.map((form, index) => ({ ID: `${index + 1}`, ACTIVE: true, UF_DEPARTMENT: form })),
  ).people(PEOPLE)
  expect(people.map(({ departmentIds }) => departmentIds)).toEqual([[1, 2], [3], [], [], [], [], []])
})

test('the department at the root has no parent, whichever way that is said, and a head only when it has one', async () => {
  const root = { ID: '1', NAME: 'Empresa', SORT: 100 }
  const inside = { ID: '2', NAME: 'TI', SORT: 200, PARENT: '1', UF_HEAD: '44' }
  const departments = await verbsOver([root, { ...root, PARENT: '0', UF_HEAD: '' }, inside]).departments(
    PEOPLE,
  )
  expect(departments).toMatchObject([
    { departmentId: 1, parentId: null, headId: null },
    { parentId: null, headId: null },
    { departmentId: 2, parentId: 1, headId: 44, position: 200 },
  ])
})
