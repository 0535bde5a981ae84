import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import postgres from 'postgres'
import { expect, inject, test } from 'vitest'
import { connectDatabase } from '#src/db/connect.ts'
import type { DealId } from '#src/ids.ts'
import { withDatabase } from '#test/postgres.ts'
import { type History, history, liveThrough } from './history.ts'

const HISTORIES = Number(process.env.HISTORIES ?? 2_000)
/** So many at once in one database: each has a deal of its own. */
const AT_ONCE = 8
const LONGEST_MS = Number.isFinite(HISTORIES) ? 120_000 + HISTORIES * 60 : 120_000

test(`I2, I3, I4: however readings meet each other and what is written to the CRM, the mirror ends as the CRM, and never goes back`, {
  timeout: LONGEST_MS,
}, async () => {
  await using database = await freshDatabase()
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  let dealId = 0
  const live = (one: History) => {
    dealId += 1
    return liveThrough(database.db, dealId as DealId, one)
  }
  const groups = fc.array(history, { minLength: AT_ONCE, maxLength: AT_ONCE })
  // Shrunk one by one: in a group each fails on its own.
  await fc.assert(
    fc.asyncProperty(groups, async (several) => void (await Promise.all(several.map(live)))),
    { numRuns: Math.ceil(HISTORIES / AT_ONCE), seed, endOnFailure: true },
  )
  expect(dealId).toBeGreaterThanOrEqual(HISTORIES)
})

async function freshDatabase() {
  const name = `world_${randomBytes(6).toString('hex')}`
  const templateUrl = inject('templateUrl')
  const admin = postgres(withDatabase(templateUrl, 'postgres'), { max: 1, onnotice: () => undefined })
  await admin.unsafe(`create database ${name} template ponte_template`)
  const { db, close } = connectDatabase(withDatabase(templateUrl, name), AT_ONCE * 2)
  return {
    db,
    async [Symbol.asyncDispose]() {
      await close()
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}
