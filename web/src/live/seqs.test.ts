import { expect, test } from 'vitest'
import { createSeqs } from './seqs.ts'

test('the newest event counts when the next one has come: the line may be cut between two events of one number', () => {
  const seqs = createSeqs()
  expect(seqs.since()).toBeNull()
  seqs.allAnswered(10)
  seqs.heard(11)
  expect(seqs.since()).toBe(10)
  seqs.heard(11)
  seqs.heard(13)
  expect(seqs.since()).toBe(11)
})

test('what one room tells while another has not told what it missed counts for nothing', () => {
  const seqs = createSeqs()
  seqs.allAnswered(10)
  seqs.cutOff()
  for (const seq of [20, 21, 15, 22]) seqs.heard(seq)
  expect(seqs.since()).toBe(10)
  seqs.allAnswered(21)
  expect(seqs.since()).toBe(21)
  seqs.heard(23)
  expect(seqs.since()).toBe(22)
})

test('before anything was known nothing is settled by hearing it', () => {
  const seqs = createSeqs()
  seqs.heard(5)
  seqs.heard(6)
  expect(seqs.since()).toBeNull()
  seqs.cutOff()
  seqs.allAnswered(7)
  seqs.heard(8)
  seqs.heard(9)
  expect(seqs.since()).toBe(8)
})
