import { expect, test } from 'vitest'
import { createSeqs } from './seqs.ts'

const event = (seq: number, name = 'ticket_updated') => ({ seq, event: name })

test('the newest event counts when the next one has come: the line may be cut between two events of one number', () => {
  const seqs = createSeqs()
  expect(seqs.since()).toBeNull()
  seqs.allAnswered(10)
  seqs.heard(event(11))
  expect(seqs.since()).toBe(10)
  seqs.heard(event(11))
  seqs.heard(event(13))
  expect(seqs.since()).toBe(11)
})

test('what one room tells while another has not told what it missed counts for nothing', () => {
  const seqs = createSeqs()
  seqs.allAnswered(10)
  seqs.cutOff()
  for (const seq of [20, 21, 15, 22]) seqs.heard(event(seq))
  expect(seqs.since()).toBe(10)
  seqs.allAnswered(21)
  expect(seqs.since()).toBe(21)
  seqs.heard(event(23))
  expect(seqs.since()).toBe(22)
})

test('before anything was known nothing is settled by hearing it', () => {
  const seqs = createSeqs()
  seqs.heard(event(5))
  seqs.heard(event(6))
  expect(seqs.since()).toBeNull()
  seqs.cutOff()
  seqs.allAnswered(7)
  seqs.heard(event(8))
  seqs.heard(event(9))
  expect(seqs.since()).toBe(8)
})

test('an event that is told anew is known again, and another of the same number is not', () => {
  const seqs = createSeqs()
  seqs.allAnswered(1)
  expect(seqs.heard(event(2, 'new_comment'))).toBe(true)
  seqs.cutOff()
  expect(seqs.heard(event(2, 'new_comment'))).toBe(false)
  expect(seqs.heard(event(2, 'new_activity'))).toBe(true)
  for (let seq = 3; seq < 10_000; seq++) seqs.heard(event(seq))
  expect(seqs.heard(event(9_999))).toBe(false)
})
