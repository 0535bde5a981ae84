import { expect, test } from 'vitest'
import { createParts } from './parts.ts'

/** Parts that tell when they stop, and what could not be. */
function story() {
  const told: string[] = []
  const part = (name: string) => ({ stop: async () => void told.push(`${name} stopped`) })
  const report = (name: string, error: unknown) => void told.push(`${name}: ${(error as Error).message}`)
  return { told, part, report }
}

test('what was begun is stopped in the opposite order, and once, however often that is asked for', async () => {
  const { told, part, report } = story()
  const parts = createParts()
  await parts.begin('database', async () => part('database'))
  await parts.begin('gateway', async () => part('gateway'))
  expect(await Promise.all([parts.stop(report), parts.stop(report)])).toEqual([true, true])
  expect(told).toEqual(['gateway stopped', 'database stopped'])
})

test('what is still beginning when we stop is stopped too, and nothing new is begun', async () => {
  const { told, part, report } = story()
  const parts = createParts()
  const slow = Promise.withResolvers<void>()
  const database = parts.begin('database', async () => {
    await slow.promise
    return part('database')
  })
  const stopped = parts.stop(report)
  expect(parts.stopping.aborted).toBe(true)
  await expect(parts.begin('gateway', async () => part('gateway'))).rejects.toThrow()
  slow.resolve()
  await database
  expect(await stopped).toBe(true)
  expect(told).toEqual(['database stopped'])
})

test('no part is stopped under the feet of what is not finished yet', async () => {
  const { told, part, report } = story()
  const parts = createParts()
  await parts.begin('database', async () => part('database'))
  const slow = Promise.withResolvers<void>()
  const migrated = parts.finish(async () => {
    await slow.promise
    told.push('migrated')
  })
  const stopped = parts.stop(report)
  await expect(parts.finish(async () => undefined)).rejects.toThrow()
  slow.resolve()
  await migrated
  expect(await stopped).toBe(true)
  expect(told).toEqual(['migrated', 'database stopped'])
})

test('what cannot be stopped is told, and keeps nothing else from stopping; so does what never began', async () => {
  const { told, part, report } = story()
  const parts = createParts()
  const broken = async () => {
    throw new Error('no power')
  }
  await parts.begin('database', async () => part('database'))
  await parts.begin('sandbox', async () => ({ stop: broken }))
  await expect(parts.begin('gateway', broken)).rejects.toThrow('no power')
  expect(await parts.stop(report)).toBe(false)
  expect(told).toEqual(['sandbox: no power', 'database stopped'])
})
