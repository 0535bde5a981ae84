import { type SQL, sql } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import type { DictionaryName } from '#src/db/crm-schema.ts'

/** Whoever reads a list has so long before another may begin; also how often one may be tried at all. */
const LEASE_S = 30

/**
 * The moment of the try, as the database wrote it, by which the reading is known; null: somebody tried a moment ago,
 * here or on another gateway, or the list is not that old.
 */
export async function claimList(db: Db, name: DictionaryName, olderThanS: number): Promise<string | null> {
  const [claimed] = await db.execute<{ tried_at: string }>(sql`
    insert into crm_dictionaries as list (name, tried_at) values (${name}, clock_timestamp())
    on conflict (name) do update set tried_at = clock_timestamp()
    where ${isOlder(sql`list.tried_at`, LEASE_S)} and (list.read_at is null or ${isOlder(sql`list.read_at`, olderThanS)})
    returning tried_at::text`)
  return claimed?.tried_at ?? null
}

/**
 * Before anything is stored, in the same transaction. False: a reading that began later has come before this one, which
 * may have outlived its lease, and nothing shall go back to what it was.
 */
export async function landReading(tx: Tx, name: DictionaryName, triedAt: string): Promise<boolean> {
  const landed = await tx.execute(sql`
    update crm_dictionaries set read_at = ${triedAt}::timestamptz
    where name = ${name}
      and (read_at is null or read_at < ${triedAt}::timestamptz or read_at > clock_timestamp())
    returning name`)
  return landed.length > 0
}

/** What lies in the future was written before the clock was set back. */
const isOlder = (at: SQL, seconds: number) =>
  sql`${at} not between clock_timestamp() - make_interval(secs => ${seconds}) and clock_timestamp()`
