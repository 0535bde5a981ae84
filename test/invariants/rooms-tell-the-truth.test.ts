import { expect, test } from 'vitest'
import { roomsTellTheTruth } from './rooms-tell-the-truth.ts'

const there = { status: 'closed', title: 'A impressora não liga', tags: ['a'], version: 3 }

test('I6: a room that was last told something else than what is there is found, by ticket and field', () => {
  const ticket = { ticketNumber: 'TKT-20260115-00001', there }
  expect(roomsTellTheTruth([{ ...ticket, told: { status: 'closed', tags: ['a'], closed: 'Y' } }])).toEqual([])
  expect(roomsTellTheTruth([{ ...ticket, told: { status: 'open', version: 3 } }])).toEqual([
    'TKT-20260115-00001: the room was last told status "open", and it is "closed"',
  ])
})
