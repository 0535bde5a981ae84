import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { driftFindings } from '#src/db/mirror-schema.ts'
import type { Compared, Difference, DriftFinding } from './drift.ts'

type Finding = typeof driftFindings.$inferSelect
/** Any number that nobody else uses; "drift" on a phone's keys. */
const LOCK = 37_438

/**
 * What is known to differ after these deals were compared: a difference that was found before stays the one that it was, and
 * what is equal now is mended, whoever did it. Returns those that are open, or were until now.
 */
export async function keepFindings(db: Db, compared: readonly Compared[]): Promise<Finding[]> {
  const settled = compared.filter(({ isMoving }) => !isMoving)
  if (settled.length === 0) return []
  return db.transaction(async (tx) => {
    // Two who compare the same deal would both find the same for the first time.
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
    const dealIds = settled.map(({ dealId }) => dealId)
    const open = await tx
      .select()
      .from(driftFindings)
      .where(and(inArray(driftFindings.dealId, dealIds), isNull(driftFindings.mendedAt)))
    const before = new Map(open.map((one) => [keyOf(one.dealId, one), one]))
    const wanted = settled.flatMap(({ dealId, since, obstacle, differences }) =>
      differences.filter(isKept).map((difference) => {
        const { object, field, ours, theirs } = difference
        const whyNot = difference.exempt ?? obstacle
        return { key: keyOf(dealId, difference), row: { dealId, object, field, ours, theirs, since, whyNot } }
      }),
    )
    const keys = new Set(wanted.map(({ key }) => key))
    const gone = open.filter((one) => !keys.has(keyOf(one.dealId, one))).map(({ id }) => id)
    if (gone.length > 0)
      await tx
        .update(driftFindings)
        .set({ mendedAt: sql`clock_timestamp()`, whyNot: null })
        .where(inArray(driftFindings.id, gone))
    const known = wanted.flatMap(({ key, row }) => {
      const one = before.get(key)
      return one ? [{ id: one.id, ...row }] : []
    })
    for (const { id, ours, theirs, whyNot } of known)
      await tx.update(driftFindings).set({ ours, theirs, whyNot }).where(eq(driftFindings.id, id))
    const fresh = wanted.flatMap(({ key, row }) => (before.has(key) ? [] : row))
    const made =
      fresh.length === 0
        ? []
        : await tx.insert(driftFindings).values(fresh).returning({ id: driftFindings.id })
    const ids = [...open, ...made].map(({ id }) => id)
    if (ids.length === 0) return []
    return tx
      .select()
      .from(driftFindings)
      .where(inArray(driftFindings.id, ids))
      .orderBy(asc(driftFindings.id))
  })
}

/** What has a right to differ is told to whoever asks, and kept only if it stays so until a person does something. */
const isKept = ({ exempt, isStuck }: Difference) => exempt === null || isStuck

const keyOf = (dealId: number, { object, field }: Pick<Difference, 'object' | 'field'>) =>
  `${dealId} ${object} ${field}`

export const showFinding = (row: Finding): DriftFinding => ({
  id: row.id,
  deal_id: row.dealId,
  object: row.object,
  field: row.field,
  ours: row.ours,
  theirs: row.theirs,
  since: row.since?.toISOString() ?? null,
  found_at: row.foundAt.toISOString(),
  mended_at: row.mendedAt?.toISOString() ?? null,
  why_not: row.whyNot,
})
