import { expect, test } from 'vitest'
import { CrmError } from '#src/providers/crm-provider.ts'
import { writeOnce } from './write-once.ts'

const PEOPLE = { priority: 'people' } as const
const clock = () => new Date('2026-11-21T12:00:00Z')
const fail = (outcome: CrmError['outcome']) => () => Promise.reject(new CrmError(outcome, 'x', 'x'))

test('a write whose fate is unknown stays unknown when the look is refused, for whoever hears "refused" writes again', async () => {
  const written = writeOnce(PEOPLE, clock, { look: fail('refused'), write: fail('unknown') })
  await expect(written).rejects.toMatchObject({
    outcome: 'unknown',
    retryAt: new Date('2026-11-21T12:01:05Z'),
  })
})

test('what the CRM refused or rejected is not looked for', async () => {
  for (const outcome of ['refused', 'rejected'] as const) {
    const look = () => Promise.reject(new Error('looked'))
    await expect(writeOnce(PEOPLE, clock, { look, write: fail(outcome) })).rejects.toMatchObject({ outcome })
  }
})

test('what may exist is looked for before anything is written', async () => {
  const write = () => Promise.reject(new Error('wrote'))
  expect(await writeOnce({ ...PEOPLE, mayExist: true }, clock, { look: async () => 7, write })).toBe(7)
  expect(
    await writeOnce({ ...PEOPLE, mayExist: true }, clock, { look: async () => null, write: async () => 8 }),
  ).toBe(8)
})

test('a write that waited long and was then cut off is looked for when the portal must be done with it, and not before', async () => {
  let now = new Date('2026-11-21T12:00:00Z')
  const write = () => {
    now = new Date('2026-11-21T12:10:00Z')
    return fail('unknown')()
  }
  const written = writeOnce(PEOPLE, () => now, { look: async () => null, write })
  await expect(written).rejects.toMatchObject({ retryAt: new Date('2026-11-21T12:11:05Z') })
})

test('a write that may exist is not given up because the CRM does not let us look for it', async () => {
  const write = () => Promise.reject(new Error('wrote'))
  const looked = writeOnce({ ...PEOPLE, mayExist: true }, clock, { look: fail('rejected'), write })
  await expect(looked).rejects.toMatchObject({ outcome: 'unknown' })
})

test('I1: what was broken off is looked for at once, and written again only when the portal must be done with it', async () => {
  let now = new Date('2026-11-21T12:00:00Z')
  const calling = { ...PEOPLE, mayExist: true, brokenOffAt: now }
  let written = 0
  const write = async () => ++written
  const once = (found: number | null) => writeOnce(calling, () => now, { look: async () => found, write })
  expect(await once(7)).toBe(7)
  now = new Date('2026-11-21T12:01:04Z')
  await expect(once(null)).rejects.toMatchObject({
    outcome: 'unknown',
    retryAt: new Date('2026-11-21T12:01:05Z'),
  })
  expect(written).toBe(0)
  now = new Date('2026-11-21T12:01:05Z')
  expect(await once(null)).toBe(1)
})
