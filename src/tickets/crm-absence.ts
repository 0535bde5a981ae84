import { sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'

/** So long after it was last said, nobody is there any more who would say otherwise. */
const FORGOTTEN_MS = 15_000

/** By gateways that call the CRM more than we do: see createTellAbsence. */
export async function isSaidToBeAway(db: Db): Promise<boolean> {
  const [told] = await db.execute<{ is_away: boolean }>(sql`
    select exists (
      select from crm_absences where said_at > clock_timestamp() - ${FORGOTTEN_MS}::float8 * interval '1 millisecond') as is_away`)
  return told?.is_away === true
}
