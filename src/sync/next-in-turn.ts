import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import type { DealId } from '#src/ids.ts'

/** The last deals whose timelines were read again though nothing told of them. */
export type Turn = { rotation: DealId | 0; rotationOver?: DealId | 0 }

/** With each sweep: each is read again within (how many there are / this) sweeps. */
const IN_WORK = 20
const OVER = 5
const OVER_FOR_DAYS = 30

/**
 * That a comment was edited or deleted shows in no moment and in no list of the CRM. So some deals are read again with each sweep,
 * in turn: of those in work, and fewer of those that were over lately, on which people still correct themselves.
 */
export async function nextInTurn(
  tx: Tx,
  { rotation, rotationOver = 0 }: Turn,
): Promise<Required<Turn> & { dealIds: DealId[] }> {
  const work = await next(tx, sql`status not in ('resolved', 'closed')`, rotation, IN_WORK)
  const isLate = sql`coalesce(closed_at, resolved_at) > clock_timestamp() - ${OVER_FOR_DAYS}::float8 * interval '1 day'`
  const over = await next(tx, sql`status in ('resolved', 'closed') and ${isLate}`, rotationOver, OVER)
  // None behind the last of them: it begins anew.
  return { dealIds: [...work, ...over], rotation: work.at(-1) ?? 0, rotationOver: over.at(-1) ?? 0 }
}

async function next(tx: Tx, which: SQL, after: DealId | 0, most: number): Promise<DealId[]> {
  const rows = await tx.execute<{ deal_id: DealId }>(sql`
    select deal_id from deals
    where ${which} and deal_id > ${after} and crm_deleted_at is null and crm_left_at is null
    order by deal_id limit ${most}`)
  return rows.map(({ deal_id }) => deal_id)
}
