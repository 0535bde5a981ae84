import { sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import type { TicketId } from '#src/ids.ts'

/** How many files hang on each of these tickets; those of internal notes are counted for the team alone. */
export async function countFiles(
  db: Db,
  ticketIds: readonly TicketId[],
  { isForTeam }: { isForTeam: boolean },
): Promise<Map<TicketId, number>> {
  if (ticketIds.length === 0) return new Map()
  const rows = await db.execute<{ ticket_id: TicketId; files: number }>(sql`
    select files.ticket_id, count(*)::int as files
    from files left join activities on activities.id = files.activity_id
    where files.ticket_id = any(${`{${ticketIds.join(',')}}`}::int[])
      and activities.deleted_at is null
      ${isForTeam ? sql`` : sql`and activities.is_internal is not true`}
    group by files.ticket_id`)
  return new Map(rows.map(({ ticket_id, files }) => [ticket_id, files]))
}
