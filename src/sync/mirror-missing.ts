import { asc, eq, inArray, sql } from 'drizzle-orm'
import { recordChange } from '#src/db/audit.ts'
import type { Tx } from '#src/db/connect.ts'
import { nextInReadOrder } from '#src/db/mirror-schema.ts'
import { type Tell, telling } from '#src/db/tell.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { DealId } from '#src/ids.ts'
import { localVisit } from '#src/visit.ts'
import { judgeMissing } from './judge-reading.ts'
import type { How, Mirrored } from './mirror-deals.ts'

type Missing = { order: number; dealIds: readonly DealId[] }
const VISIT = localVisit('mirror')

/** The CRM was asked for these by their numbers, and has them no more; what it would not say is not missing. */
export async function mirrorMissing(tx: Tx, { order, dealIds }: Missing, how: How): Promise<Mirrored[]> {
  if (dealIds.length === 0) return []
  const rows = await tx
    .select({
      ticketId: deals.id,
      dealId: deals.dealId,
      crmModifiedAt: deals.crmModifiedAt,
      crmReadOrder: deals.crmReadOrder,
      crmDeletedAt: deals.crmDeletedAt,
    })
    .from(deals)
    .where(inArray(deals.dealId, [...dealIds]))
    .orderBy(asc(deals.id))
    .for('update')
  const byId = new Map(rows.map((row) => [row.dealId, row]))
  const write = async (tell: Tell): Promise<Mirrored[]> => {
    const results: Mirrored[] = []
    for (const dealId of dealIds) {
      const row = byId.get(dealId)
      const result = { dealId, ticketId: row?.ticketId ?? null, isTimelineBehind: false }
      if (!row) {
        results.push({ ...result, outcome: 'not-mirrored' })
        continue
      }
      const judged = judgeMissing({ ...row, isMissing: row.crmDeletedAt !== null }, order)
      if (judged === 'write') await bury(tx, row.ticketId, how.isQuiet ? () => undefined : tell)
      results.push({ ...result, outcome: judged === 'write' ? 'changed' : judged })
    }
    return results
  }
  return how.tell ? write(how.tell) : telling(tx, write)
}

async function bury(tx: Tx, ticketId: (typeof deals.$inferSelect)['id'], tell: Tell): Promise<void> {
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
  if (!buried) throw new Error('a locked row is gone')
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
}
