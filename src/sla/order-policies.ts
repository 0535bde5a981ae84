import { asc, eq, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { slaPolicies } from '#src/db/sla-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { PolicyOrder } from './policy-body.ts'
import { changeBook, type Who } from './sla-book.ts'
import type { PolicyRow } from './sla-policy.ts'

/** Places that a policy can be put between by its own `position`. */
const APART = 10

/**
 * All policies into the order in which they are named, or none: whoever does not name just those that there are, as they are, has
 * not seen what somebody else did meanwhile.
 */
export const orderPolicies = (db: Db, wish: PolicyOrder, who: Who): Promise<PolicyRow[]> =>
  changeBook(db, who, async (tx) => {
    // Nobody makes one or takes one away while it is decided where each stands; they are read by everybody all the while.
    await tx.execute(sql`lock table ${slaPolicies} in share row exclusive mode`)
    const rows = await tx.select().from(slaPolicies).orderBy(asc(slaPolicies.position), asc(slaPolicies.id))
    const there = new Map(rows.map((row) => [row.id as number, row]))
    for (const { id, version } of wish.order) {
      const row = there.get(id)
      if (!row) throw new DomainError('policy-not-found', { id })
      if (row.version !== version) throw new DomainError('version-conflict', { version: row.version })
    }
    const named = new Set(wish.order.map(({ id }) => id))
    const unnamed = rows.find(({ id }) => !named.has(id))
    if (unnamed) throw new DomainError('version-conflict', { version: unnamed.version })
    const before = rows.map(({ id }) => id)
    const after = wish.order.map(({ id }) => id)
    const ordered: PolicyRow[] = []
    for (const [at, id] of after.entries()) {
      const position = (at + 1) * APART
      const row = there.get(id)
      if (!row) throw new Error('a policy that was found is gone')
      if (row.position === position) {
        ordered.push(row)
        continue
      }
      const [moved] = await tx
        .update(slaPolicies)
        .set({ position, version: sql`${slaPolicies.version} + 1`, updatedAt: sql`clock_timestamp()` })
        .where(eq(slaPolicies.id, row.id))
        .returning()
      if (!moved) throw new Error('a locked policy is gone')
      ordered.push(moved)
    }
    if (ordered.every(({ id, version }) => there.get(id)?.version === version))
      return { result: ordered, line: null }
    const about = { action: 'sla-policies-ordered', subject: 'sla-policy', subjectId: after[0] ?? 0 } as const
    return { result: ordered, line: { ...about, before: { order: before }, after: { order: after } } }
  })
