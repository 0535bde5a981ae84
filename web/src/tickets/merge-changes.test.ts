import { expect, test } from 'vitest'
import { isSo, merged } from './merge-changes.ts'
import type { Ticket } from './ticket-api.ts'

test('what is changed twice without a line goes out as one change, and of two places the later one counts', () => {
  const before = {
    change: { status: 'on_hold', priority: 'high' },
    shown: { status: 'on_hold', priority: 'high' },
  } as const
  const after = {
    change: { stage_id: 'C19:NEW', priority: 'low' },
    shown: { stage_id: 'C19:NEW', priority: 'low' },
  } as const
  expect(merged(before, after)).toEqual(after)
  const tags = { change: { tags: ['vpn'] }, shown: { tags: ['vpn'] } }
  expect(merged(before, tags)).toEqual({
    change: { status: 'on_hold', priority: 'high', tags: ['vpn'] },
    shown: { status: 'on_hold', priority: 'high', tags: ['vpn'] },
  })
})

test('a change whose answer got lost is known by what the ticket is', () => {
  const ticket = {
    priority: 'high',
    assignee: { id: 4 },
    tags: ['vpn'],
    department: null,
  } as unknown as Ticket
  expect(isSo(ticket, { priority: 'high', assigned_to: 4, tags: ['vpn'], department: null })).toBe(true)
  expect(isSo(ticket, { priority: 'high', assigned_to: null })).toBe(false)
})
