import { expect, test } from 'vitest'
import { createLog } from './log.ts'
import { startWork } from './work.ts'

const log = createLog({ level: 'silent' })
const HOUR_MS = 3_600_000

test('each work is done once at the start, and again at its turns', async () => {
  const done: string[] = []
  const twice = Promise.withResolvers<void>()
  const run = (name: string) => async () => {
    if (done.includes(name)) twice.resolve()
    done.push(name)
  }
  const worker = startWork(
    { often: { everyMs: 1, run: run('often') }, rarely: { everyMs: HOUR_MS, run: run('rarely') } },
    log,
  )
  await twice.promise
  await worker.stop()
  expect(done.filter((name) => name === 'rarely')).toHaveLength(1)
})

test('a work that fails is done again, and never twice at a time', async () => {
  let [running, most, turns] = [0, 0, 0]
  const third = Promise.withResolvers<void>()
  const sweep = {
    everyMs: 1,
    async run() {
      running += 1
      most = Math.max(most, running)
      turns += 1
      await new Promise((resolve) => setImmediate(resolve))
      if (turns === 3) third.resolve()
      running -= 1
      throw new Error('Postgres is away')
    },
  }
  const worker = startWork({ sweep }, log)
  await third.promise
  await worker.stop()
  expect(most).toBe(1)
})

test('once it stops, nothing is begun, and what runs is told', async () => {
  let turns = 0
  const sweep = {
    everyMs: 1,
    async run(signal: AbortSignal) {
      turns += 1
      const told = Promise.withResolvers<void>()
      signal.addEventListener('abort', () => told.resolve())
      await told.promise
    },
  }
  const worker = startWork({ sweep }, log)
  await worker.stop()
  expect(turns).toBe(1)
})
