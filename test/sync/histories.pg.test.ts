import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import postgres from 'postgres'
import { expect, inject, test } from 'vitest'
import { connectDatabase } from '#src/db/connect.ts'
import type { DealId } from '#src/ids.ts'
import { withDatabase } from '#test/postgres.ts'
import { liveThrough } from './history.ts'
import { type History, history } from './history-steps.ts'

const HISTORIES = Number(process.env.HISTORIES ?? 1_000)
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)
/** So many at once in one database: each has a deal of its own. */
const AT_ONCE = 8
/** What is long is done in pieces: each is counted for itself, and is lived again by its own seed. */
const MOST_IN_PIECE = 10_000

type Piece = { seed: number; histories: number }
const pieces = Array.from(
  { length: Math.ceil(HISTORIES / MOST_IN_PIECE) },
  (_, index): Piece => ({
    seed: SEED + index,
    histories: Math.min(MOST_IN_PIECE, HISTORIES - index * MOST_IN_PIECE),
  }),
)

test.for(pieces)(
  `I2, I3, I4, S-13: however readings meet each other and what is written to the CRM, the mirror ends as the CRM, and never goes back`,
  {
    timeout: 300_000 + MOST_IN_PIECE * 300,
  },
  async ({ seed, histories }) => {
    await using database = await freshDatabase()
    let lived = 0
    let dealId = 0
    const live = async (one: History) => {
      dealId += 1
      await liveThrough(database.db, dealId as DealId, one)
      lived += 1
      if (lived % 1_000 === 0) process.stdout.write(`seed ${seed}: ${lived} of ${histories} histories held\n`)
    }
    const groups = fc.array(history, { minLength: AT_ONCE, maxLength: AT_ONCE })
    // Shrunk one by one: in a group each fails on its own.
    await fc.assert(
      fc.asyncProperty(groups, async (several) => void (await Promise.all(several.map(live)))),
      { numRuns: Math.ceil(histories / AT_ONCE), seed, endOnFailure: true },
    )
    expect(lived).toBeGreaterThanOrEqual(histories)
  },
)

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
