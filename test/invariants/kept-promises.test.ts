import { describe, expect, test } from 'vitest'
import { type Job, keptPromises } from './kept-promises.ts'

const NOW = new Date('2026-01-15T12:00:00Z')
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000)
const job = (changed: Partial<Job> = {}): Job => ({
  id: 1,
  name: 'push-ticket',
  key: 'ticket:1',
  state: 'waiting',
  runAt: ago(-30),
  leaseUntil: null,
  ...changed,
})
const MARIAS = { what: 'TKT-20260115-00001', key: 'ticket:1' }

describe('I7', () => {
  test('waiting for a known time, held by somebody alive, and dead are all good ends for now', () => {
    const jobs = [
      job(),
      job({ id: 2, key: 'ticket:2', state: 'running', runAt: ago(500), leaseUntil: ago(-3) }),
      job({ id: 3, key: 'ticket:3', state: 'dead', runAt: ago(500) }),
    ]
    const failed = { what: 'TKT-20260115-00003', key: 'ticket:3', crmStatus: 'failed' } as const
    expect(keptPromises(jobs, [{ ...MARIAS, crmStatus: 'pending' }, failed], NOW)).toEqual([])
  })

  test('due work that nobody does is told, unless it waits for its turn in its key', () => {
    const late = job({ id: 2, runAt: ago(300) })
    expect(keptPromises([late], [], NOW)).toEqual([expect.stringContaining('nobody does it')])
    expect(keptPromises([job(), late], [], NOW)).toEqual([])
  })

  test('a worker that was lost and whose job nobody took over is told', () => {
    const lost = job({ state: 'running', leaseUntil: ago(300) })
    expect(keptPromises([lost], [], NOW)).toEqual([expect.stringContaining('not heard of')])
  })

  test('a ticket that is on its way without a job is told, and one that failed with nobody to see it', () => {
    expect(keptPromises([], [{ ...MARIAS, crmStatus: 'pending' }], NOW)).toHaveLength(1)
    expect(keptPromises([job({ state: 'dead' })], [{ ...MARIAS, crmStatus: 'pending' }], NOW)).toHaveLength(1)
    expect(keptPromises([], [{ ...MARIAS, crmStatus: 'failed' }], NOW)).toHaveLength(1)
  })
})
