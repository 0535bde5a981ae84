import { getTableColumns, sql } from 'drizzle-orm'
import { snake } from '#src/db/columns.ts'
import type { Db } from '#src/db/connect.ts'
import { ticketFacts } from '#src/db/facts-schema.ts'
import type { Ports } from '#src/ports.ts'

/** Any number that nobody else uses; "facts" on a phone's keys. */
const LOCK = 32_287
const AT_ONCE = 1_000

const NAMES = Object.keys(getTableColumns(ticketFacts)).map(snake)
const COLUMNS = sql.raw(NAMES.join(', '))
const OTHERS = NAMES.filter((name) => name !== 'id')

/** Brings the facts of noted tickets up to date, some at a time, until there are none, or until we stop. Returns how many. */
export async function keepFacts({ db }: Pick<Ports, 'db'>, signal?: AbortSignal): Promise<number> {
  let kept = 0
  while (!signal?.aborted && (await isAnyNoted(db))) {
    const noted = await keepSome(db)
    if (noted === 0) break
    kept += noted
  }
  return kept
}

async function isAnyNoted(db: Db): Promise<boolean> {
  const [row] = await db.execute<{ is_any: boolean }>(
    sql`select exists (select from noted_tickets) as is_any`,
  )
  return row?.is_any ?? false
}

/**
 * One statement takes notes away and writes what is so, both as of its one snapshot: what was committed later has a note that was not
 * seen and stays. It begins after the lock was taken, so it sees what the one before has written, and never writes something older over it.
 */
async function keepSome(db: Db): Promise<number> {
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ is_ours: boolean }>(
      sql`select pg_try_advisory_xact_lock(${LOCK}) as is_ours`,
    )
    // Another gateway is at it.
    if (!lock?.is_ours) return 0
    const [row] = await tx.execute<{ noted: number }>(sql`
      with gone as (
        delete from noted_tickets where ctid = any(array(select ctid from noted_tickets limit ${AT_ONCE}))
        returning ticket_id
      ), noted as materialized (
        select distinct ticket_id from gone
      ), live as materialized (
        select ${COLUMNS} from live_ticket_facts where id in (select ticket_id from noted)
      ), dropped as (
        delete from ticket_facts where id in (select ticket_id from noted) and id not in (select id from live)
      ), kept as (
        insert into ticket_facts (${COLUMNS})
        select ${COLUMNS} from live
        except
        select ${COLUMNS} from ticket_facts where id in (select ticket_id from noted)
        on conflict (id) do update set ${sql.raw(OTHERS.map((name) => `${name} = excluded.${name}`).join(', '))}
      )
      select count(*)::int as noted from gone`)
    return row?.noted ?? 0
  })
}
