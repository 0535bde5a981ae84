import * as fs from 'node:fs'
import { sql } from 'drizzle-orm'
import { DrizzleQueryError } from 'drizzle-orm/errors'
import postgres from 'postgres'
import type { Planned } from '#src/db/planned.ts'
import { storeEvents } from './inbox.ts'
import type { Segment } from './segment.ts'

const MOST_AT_ONCE = 500
/** Any number that nobody else uses; "spill" on a phone's keys. */
const LOCK = 77_455
/** A mark whose file was taken away by hand. */
const OLD = sql`interval '30 days'`

/**
 * All of it or nothing, together with a mark that says so: whoever dies between the commit and the end of the file leaves a
 * file that is known to be stored. Returns how many of its lines cannot be.
 */
export async function storeSegment(own: Planned, segment: Segment): Promise<number> {
  try {
    await storeOnce(own, segment)
    return segment.unreadable
  } catch (error) {
    if (!isRefusedData(error)) throw error
    return segment.unreadable + (await storeApart(own, segment))
  }
}

const storeOnce = (own: Planned, { file, name, events }: Segment) =>
  own.begin(async (run) => {
    // One of all that share the folder; the others find the mark, or the file no more.
    await run(sql`select pg_advisory_xact_lock(${LOCK})`)
    if (!fs.existsSync(file)) return
    const marked = await run(sql`
      insert into sync_cursors (name, value) values (${markOf(name)}, '{}') on conflict do nothing returning name`)
    if (marked.length === 0) return
    for (let at = 0; at < events.length; at += MOST_AT_ONCE)
      await storeEvents(run, events.slice(at, at + MOST_AT_ONCE), 'spill')
  })

/** Those that Postgres refuses for what they are stay in the file. */
async function storeApart(own: Planned, { events }: Segment): Promise<number> {
  let refused = 0
  for (const event of events) {
    try {
      await storeEvents(own.run, [event], 'spill')
    } catch (error) {
      if (!isRefusedData(error)) throw error
      refused += 1
    }
  }
  return refused
}

/** Once the file is gone, nobody asks any more whether it is stored. */
export async function forgetSegment(own: Planned, { name }: Segment): Promise<void> {
  await own.run(sql`
    delete from sync_cursors where name = ${markOf(name)}
      or (name like 'spill:%' and updated_at < clock_timestamp() - ${OLD})`)
}

const markOf = (name: string) => `spill:${name.slice(0, 56)}`

/** What Postgres says of values, and will say again: classes 22 and 23. Anything else passes. */
export function isRefusedData(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error
  return cause instanceof postgres.PostgresError && /^2[23]/.test(cause.code)
}
