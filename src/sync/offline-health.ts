import { sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'

/** A look at the CRM's queue that is older than this says nothing of now. */
const FRESH_S = 60

/** Whether what happens is kept for us by the CRM, and fetched. */
export async function isOfflineFollowed(db: Db): Promise<boolean> {
  const rows = await db.execute(sql`
    select from sync_cursors where name = 'offline'
      and (value->>'lookedAt')::timestamptz between clock_timestamp() - make_interval(secs => ${FRESH_S}) and clock_timestamp()`)
  return rows.length > 0
}
