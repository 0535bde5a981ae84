import type { TransactionSql } from 'postgres'
import { breath } from './breath.ts'
import type { World } from './world.ts'

type Held = {
  tx: TransactionSql
  /** Resolves once so many requests wait for the row. */
  waitedForBy(count: number): Promise<void>
}

/** Holds a person's row for as long as `meanwhile` takes, as a slow request of somebody else does. */
export async function whileHeld(
  { sql }: World,
  userId: number,
  meanwhile: (held: Held) => Promise<void>,
): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select from users where id = ${userId} for update`
    // Whoever waits for a row has a lock on its table, and that names the database.
    const waiting = () => tx`
      select distinct pid from pg_locks where not granted and pid in (
        select pid from pg_locks where database = (select oid from pg_database where datname = current_database()))`
    await meanwhile({
      tx,
      async waitedForBy(count) {
        while ((await waiting()).length < count) await breath()
      },
    })
  })
}
