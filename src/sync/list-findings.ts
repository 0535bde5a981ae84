import { and, desc, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { driftFindings } from '#src/db/mirror-schema.ts'
import type { DealId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import type { DriftFilter, DriftFinding } from './drift.ts'
import { showFinding } from './keep-findings.ts'

type Page = { limit: number; skip: number; cursor?: number | undefined }

/** The newest first. */
export async function listFindings(
  { db }: Pick<Ports, 'db'>,
  { deal_id, state }: DriftFilter,
  { limit, skip, cursor }: Page,
): Promise<{ items: DriftFinding[]; nextCursor: number | null }> {
  const rows = await db
    .select()
    .from(driftFindings)
    .where(
      and(
        deal_id === undefined ? undefined : eq(driftFindings.dealId, deal_id as DealId),
        state && (state === 'open' ? isNull(driftFindings.mendedAt) : isNotNull(driftFindings.mendedAt)),
        cursor ? lt(driftFindings.id, sql`${cursor}`) : undefined,
      ),
    )
    .orderBy(desc(driftFindings.id))
    .offset(skip)
    .limit(limit + 1)
  const items = rows.slice(0, limit).map(showFinding)
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}
