import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SpilledEvent } from './segment.ts'
import { openSpill, type Spill } from './spill.ts'

let folder: string
beforeEach(() => {
  folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-spill-')), 'inbox')
})
afterEach(() => fs.rmSync(path.dirname(folder), { recursive: true }))

const event = (objectId: number, body = 'event=X'): SpilledEvent => ({
  ...{ kind: 'deal-changed', name: 'ONCRMDEALUPDATE', objectId, body },
  receivedAt: '2026-01-15T12:00:00.000Z',
})
/** As it is brought to Postgres: oldest first, until nothing is left. */
async function drain(spill: Spill): Promise<(number | null)[]> {
  const ids: (number | null)[] = []
  while (!spill.isEmpty()) {
    const segment = await spill.oldest()
    if (!segment) {
      await spill.seal()
      continue
    }
    ids.push(...segment.events.map(({ objectId }) => objectId))
    await spill.drop(segment)
  }
  return ids
}

test('what was appended comes back in its order, over many files and after a restart', async () => {
  const before = await openSpill(folder)
  expect(before.isEmpty()).toBe(true)
  // Large ones, so that files are full after some.
  for (let id = 1; id <= 100; id++) await before.append([event(id, 'x'.repeat(60_000))])
  expect(before.size()).toMatchObject({ segments: 3, bytes: expect.any(Number) })
  // Not closed: it was killed.
  const after = await openSpill(folder)
  expect(after.isEmpty()).toBe(false)
  await after.append([event(101), event(102)])
  expect(await drain(after)).toEqual(Array.from({ length: 102 }, (_, index) => index + 1))
  expect([after.isEmpty(), fs.readdirSync(folder)]).toEqual([true, []])
  await before.close()
})

test('half an event at the end, as a power cut leaves it, is none, and those before it are whole', async () => {
  const before = await openSpill(folder)
  await before.append([event(1), event(2)])
  const [name = ''] = fs.readdirSync(folder)
  fs.appendFileSync(path.join(folder, name), JSON.stringify(event(3)).slice(0, 40))
  const after = await openSpill(folder)
  const segment = await after.oldest()
  expect(segment).toMatchObject({ unreadable: 0, events: [{ objectId: 1 }, { objectId: 2 }] })
  await before.close()
})

test('whoever lives on after another has taken its file over writes the same again: nothing falls between', async () => {
  const stalled = await openSpill(folder)
  await stalled.append([event(1)])
  const other = await openSpill(folder)
  await stalled.append([event(2)])
  await stalled.append([event(3)])
  const taken = await drain(other)
  expect(new Set([...taken, ...(await drain(stalled))])).toEqual(new Set([1, 2, 3]))
})

test('a disk that takes nothing is told to whoever appends, and what it takes again is kept', async () => {
  const spill = await openSpill(folder)
  fs.writeFileSync(folder, 'no folder')
  await expect(spill.append([event(1)])).rejects.toThrow()
  expect(spill.isEmpty()).toBe(true)
  fs.rmSync(folder)
  await spill.append([event(2)])
  expect(await drain(spill)).toEqual([2])
})

test('a line that is no event does not keep the others, and the file is put aside with it', async () => {
  fs.mkdirSync(folder)
  fs.writeFileSync(
    path.join(folder, '1.events'),
    `${JSON.stringify(event(1))}\nrubbish\n${JSON.stringify(event(2))}\n`,
  )
  const spill = await openSpill(folder)
  const segment = await spill.oldest()
  expect(segment).toMatchObject({ unreadable: 1, events: [{ objectId: 1 }, { objectId: 2 }] })
  if (segment) await spill.drop(segment, true)
  expect([spill.isEmpty(), fs.readdirSync(folder)]).toEqual([true, ['1.refused']])
})
