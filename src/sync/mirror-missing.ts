import { asc, eq, inArray, sql } from 'drizzle-orm'
import { recordChange } from '#src/db/audit.ts'
import type { Tx } from '#src/db/connect.ts'
import { nextInReadOrder } from '#src/db/mirror-schema.ts'
import { type Tell, telling } from '#src/db/tell.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { DealId, TicketId } from '#src/ids.ts'
import type { Clocked } from '#src/sla/clocked.ts'
import { planClocks } from '#src/sla/plan-clocks.ts'
import { writeClocks } from '#src/sla/write-clocks.ts'
import { localVisit } from '#src/visit.ts'
import { judgeMissing } from './judge-reading.ts'
import type { How, Mirrored } from './mirror-deals.ts'

type Missing = { order: number; dealIds: readonly DealId[] }
const VISIT = localVisit('mirror')

/** The CRM was asked for these by their numbers, and has them no more; what it would not say is not missing. */
export async function mirrorMissing(tx: Tx, { order, dealIds }: Missing, how: How): Promise<Mirrored[]> {
  if (dealIds.length === 0) return []
  const rows = await tx
    .select(LOCKED)
    .from(deals)
    .where(inArray(deals.dealId, [...dealIds]))
    .orderBy(asc(deals.id))
    .for('update')
  const byId = new Map(rows.map((row) => [row.dealId, row]))
  const write = async (tell: Tell): Promise<Mirrored[]> => {
    const results: Mirrored[] = []
    const buried: { row: LockedRow; crmDeletedAt: Date }[] = []
    for (const dealId of dealIds) {
      const row = byId.get(dealId)
      const result = { dealId, ticketId: row?.id ?? null, isTimelineBehind: false }
      if (!row) {
        results.push({ ...result, outcome: 'not-mirrored' })
        continue
      }
      const judged = judgeMissing({ ...row, isMissing: row.crmDeletedAt !== null }, order)
      if (judged === 'write') {
        const crmDeletedAt = await bury(tx, row.id, how.isQuiet ? () => undefined : tell)
        buried.push({ row, crmDeletedAt })
      }
      results.push({ ...result, outcome: judged === 'write' ? 'changed' : judged })
    }
    await stopClocks(tx, buried, how)
    return results
  }
  return how.tell ? write(how.tell) : telling(tx, write)
}

const LOCKED = {
  id: deals.id,
  dealId: deals.dealId,
  status: deals.status,
  priority: deals.priority,
  categoryId: deals.categoryId,
  assigneeDepartment: deals.assigneeDepartment,
  requesterDepartment: deals.requesterDepartment,
  createdAt: deals.createdAt,
  dateDeadline: deals.dateDeadline,
  crmModifiedAt: deals.crmModifiedAt,
  crmReadOrder: deals.crmReadOrder,
  crmDeletedAt: deals.crmDeletedAt,
  crmLeftAt: deals.crmLeftAt,
  mergedIntoId: deals.mergedIntoId,
}
type LockedRow = Clocked & { dealId: DealId | null }

/** Nobody waits for what is gone. */
async function stopClocks(
  tx: Tx,
  buried: readonly { row: LockedRow; crmDeletedAt: Date }[],
  { isQuiet }: How,
): Promise<void> {
  const now = buried.reduce((last, { crmDeletedAt: at }) => (at > last ? at : last), new Date(0))
  const changes = buried.map(({ row, crmDeletedAt }) => {
    const after = { ...row, crmDeletedAt }
    return { before: row, after, at: crmDeletedAt }
  })
  const plans = await planClocks(tx, changes, now, { isQuiet })
  await writeClocks(
    tx,
    plans.filter((plan) => plan !== null),
    now,
  )
}

async function bury(tx: Tx, ticketId: TicketId, tell: Tell): Promise<Date> {
  const [buried] = await tx
    .update(deals)
    .set({
      crmDeletedAt: sql`clock_timestamp()`,
      crmSyncedAt: sql`clock_timestamp()`,
      crmReadOrder: nextInReadOrder,
      updatedAt: sql`clock_timestamp()`,
      version: sql`${deals.version} + 1`,
    })
    .where(eq(deals.id, ticketId))
    .returning({ crmDeletedAt: deals.crmDeletedAt, version: deals.version })
  if (!buried?.crmDeletedAt) throw new Error('a locked row is gone')
  const changes = { crm_deleted_at: buried.crmDeletedAt }
  await recordChange(tx, {
    actorId: null,
    action: 'ticket-mirrored',
    subject: 'ticket',
    subjectId: ticketId,
    before: { crm_deleted_at: null },
    after: changes,
    visit: VISIT,
  })
  tell({ kind: 'ticket-changed', ticketId, actorId: null, data: { changes, version: buried.version } })
  return buried.crmDeletedAt
}
