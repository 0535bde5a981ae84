import { expect, test } from 'vitest'
import { readCrmSearch } from './crm-search.ts'
import { filterOf, isBackwards, readEventSearch } from './event-search.ts'

test('what anybody typed into the address and makes no sense is left out', () => {
  expect(readEventSearch({ part: 'events', state: 'parked', deal: 7405, from: '2026-01-15T08:00' })).toEqual({
    state: 'parked',
    deal: 7405,
    from: '2026-01-15T08:00',
  })
  expect(
    readEventSearch({ part: 'events', state: 'asleep', deal: -1, from: 'ontem', to: '2026-19-45T99:00' }),
  ).toEqual({})
  expect(readCrmSearch({ part: 'now', state: 'parked' })).toEqual({})
  expect(readCrmSearch({ part: 'drift', deal: 5 })).toEqual({ part: 'drift' })
})

test('the gateway is asked by moments of the world, and not by those of a clock on a wall', () => {
  expect(filterOf({ deal: 3, from: '2026-01-15T08:00' })).toEqual({
    deal_id: 3,
    from: new Date(2026, 0, 15, 8).toISOString(),
  })
  expect(isBackwards({ from: '2026-01-15T08:00', to: '2026-01-15T07:59' })).toBe(true)
  expect(isBackwards({ from: '2026-01-15T08:00' })).toBe(false)
})
