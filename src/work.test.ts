import { expect, test } from 'vitest'
import { createLog } from './log.ts'
import { startWork } from './work.ts'

const log = createLog({ level: 'silent' })
const HOUR_MS = 3_600_000

test('each work is looked at once at the start; whoever is woken by name looks again, and nobody else', async () => {
  const done: string[] = []
  const twice = Promise.withResolvers<void>()
  const run = (name: string) => async () => {
    if (done.includes(name)) twice.resolve()
    done.push(name)
  }
  const work = {
    letters: { everyMs: HOUR_MS, run: run('letters') },
    sweep: { everyMs: HOUR_MS, run: run('sweep') },
  }
  const worker = startWork(work, log)
  worker.wake('letters')
  await twice.promise
  await worker.stop()
  expect(done.sort()).toEqual(['letters', 'letters', 'sweep'])
})

test('a work that fails, or is woken while it runs, is done again, and never twice at a time', async () => {
  let [running, most, turns] = [0, 0, 0]
  const third = Promise.withResolvers<void>()
  const letters = {
    everyMs: HOUR_MS,
    async run() {
      running += 1
      most = Math.max(most, running)
      turns += 1
      await Promise.resolve()
      if (turns < 3) worker.wake('letters')
      else third.resolve()
      running -= 1
      throw new Error('the mail server is away')
    },
  }
  const worker = startWork({ letters }, log)
  await third.promise
  await worker.stop()
  expect({ most, turns }).toEqual({ most: 1, turns: 3 })
})

test('once it stops, nothing is begun, and what runs is told', async () => {
  let turns = 0
  const letters = {
    everyMs: HOUR_MS,
    async run(signal: AbortSignal) {
      turns += 1
      const told = Promise.withResolvers<void>()
      signal.addEventListener('abort', () => told.resolve())
      await told.promise
    },
  }
  const worker = startWork({ letters }, log)
  worker.wake('letters')
  const stopped = worker.stop()
  worker.wake('letters')
  await stopped
  worker.wake('letters')
  expect(turns).toBe(1)
})
