import { expect, test } from 'vitest'
import type { TicketId, UserId } from '#src/ids.ts'
import { OtherPeople } from './other-people.ts'
import { OwnPeople } from './own-people.ts'
import { type Entry, inParts, type Note, readNote } from './presence-note.ts'
import { showPeople } from './show-people.ts'

const TICKET = 7 as TicketId
const ANA = { id: 4 as UserId, name: 'Ana Costa' }

test('several tabs of a person count once, the busiest of them; writing ends by itself, and by what was said', () => {
  const own = new OwnPeople()
  own.look(TICKET, ANA, 'tab 1')
  own.look(TICKET, ANA, 'tab 2')
  expect(own.changes()).toEqual([[TICKET, 4, 'Ana Costa', 'looking']])
  own.write(TICKET, ANA.id, 'tab 2', 'writing', 0)
  own.write(TICKET, ANA.id, 'tab 1', 'noting', 0)
  expect(own.changes()).toEqual([[TICKET, 4, 'Ana Costa', 'writing']])
  own.write(TICKET, ANA.id, 'tab 2', 'looking', 1_000)
  expect(own.changes()).toEqual([[TICKET, 4, 'Ana Costa', 'noting']])
  own.pass(5_000)
  expect(own.changes()).toEqual([])
  own.pass(6_000)
  expect(own.changes()).toEqual([[TICKET, 4, 'Ana Costa', 'looking']])
  own.write(TICKET, ANA.id, 'tab 1', 'writing', 6_000)
  own.hasSpoken(TICKET, ANA.id)
  expect(own.changes()).toEqual([])
  expect(own.write(TICKET, ANA.id, 'tab 3', 'writing', 6_000)).toBe(false)
})

test('who comes back within a moment was not away; who does not is gone', () => {
  const own = new OwnPeople()
  own.look(TICKET, ANA, 'tab 1')
  own.changes()
  own.leave(TICKET, ANA.id, 'tab 1', 0)
  own.pass(1_000)
  own.look(TICKET, ANA, 'tab 2')
  own.pass(10_000)
  expect(own.changes()).toEqual([])
  own.leave(TICKET, ANA.id, 'tab 2', 10_000)
  own.pass(12_000)
  expect(own.changes()).toEqual([[TICKET, 4, 'Ana Costa', null]])
  expect(own.all()).toEqual([])
})

const note = (n: number, kind: Note['kind'], entries: Entry[] = []): Note => ({
  from: 'there',
  n,
  kind,
  entries,
})
const looks: Entry = [TICKET, ANA.id, ANA.name, 'looking']

test('what another gateway said and was not heard is asked for, and what it said twice is heard once', () => {
  const others = new OtherPeople()
  expect(others.hear(note(1, 'all', [looks]), 0)).toEqual({ touched: [TICKET], isGap: false })
  expect(others.hear(note(1, 'all', []), 0)).toEqual({ touched: [], isGap: false })
  expect(others.of(TICKET)).toEqual([looks])
  expect(others.hear(note(3, 'more', []), 0).isGap).toBe(true)
  expect(others.hear(note(4, 'beat'), 0).isGap).toBe(true)
  expect(others.hear(note(4, 'all'), 0)).toEqual({ touched: [TICKET], isGap: false })
  expect(others.of(TICKET)).toEqual([])
  expect(new OtherPeople().hear(note(2, 'more', [looks]), 0).isGap).toBe(true)
})

test('the people of a gateway that died are gone within 30 s', () => {
  const others = new OtherPeople()
  others.hear(note(1, 'all', [looks]), 0)
  others.hear(note(1, 'beat'), 10_000)
  expect(others.forgetSilent(29_000)).toEqual([])
  expect(others.forgetSilent(40_000)).toEqual([TICKET])
  expect(others.of(TICKET)).toEqual([])
})

test('however many there are, each part of a note fits into a signal of Postgres', () => {
  const entries = Array.from(
    { length: 500 },
    (_, id): Entry => [TICKET, id as UserId, 'ü"'.repeat(32), 'looking'],
  )
  const parts = inParts(entries)
  expect(parts.flat()).toEqual(entries)
  for (const part of parts)
    expect(
      Buffer.byteLength(JSON.stringify({ ...note(999_999_999, 'more', part), from: '12345678' })),
    ).toBeLessThan(8_000)
  expect(readNote(JSON.stringify(note(1, 'more', parts[0])))?.entries).toEqual(parts[0])
  expect([readNote('{'), readNote('{}'), readNote('null')]).toEqual([null, null, null])
})

test('R-10: that the team writes a note is for the team to know; to others they look', () => {
  const people = new Map([[ANA.id, { name: ANA.name, doing: 'noting' as const }]])
  expect(showPeople(people, true).people).toMatchObject([{ state: 'writing', is_internal: true }])
  expect(showPeople(people, false).people).toMatchObject([{ state: 'looking', is_internal: false }])
})
