import { asc, eq, sql } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import { slaPolicies } from '#src/db/sla-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { SlaCalendarId, SlaPolicyId } from '#src/ids.ts'
import { type Match, refuseOtherVersion } from '#src/version-match.ts'
import { checkPolicy } from './check-policy.ts'
import { type PolicyBody, policyFrom } from './policy-body.ts'
import { changeBook, difference, type Who } from './sla-book.ts'
import type { PolicyRow } from './sla-policy.ts'

/** In the order in which they are held against a ticket. */
export const listPolicies = (db: Db): Promise<PolicyRow[]> =>
  db.select().from(slaPolicies).orderBy(asc(slaPolicies.position), asc(slaPolicies.id))

export const readPolicy = async (db: Db, id: SlaPolicyId): Promise<PolicyRow> =>
  there(id, await db.select().from(slaPolicies).where(eq(slaPolicies.id, id)))

export const addPolicy = (db: Db, body: PolicyBody, who: Who): Promise<PolicyRow> =>
  changeBook(db, who, async (tx) => {
    await checkPolicy(tx, body)
    const [row] = await tx.insert(slaPolicies).values(columnsOf(body)).returning()
    if (!row) throw new Error('an insert returned nothing')
    return { result: row, line: { ...about(row.id, 'created'), after: columnsOf(body) } }
  })

export const changePolicy = (
  db: Db,
  id: SlaPolicyId,
  { body, match }: { body: PolicyBody; match: Match },
  who: Who,
): Promise<PolicyRow> =>
  changeBook(db, who, async (tx) => {
    const before = await lockPolicy(tx, id)
    refuseOtherVersion(before, match)
    await checkPolicy(tx, body)
    const columns = columnsOf(body)
    const changes = difference<Partial<PolicyRow>>(before, columns)
    if (!changes) return { result: before, line: null }
    const counted = { version: sql`${slaPolicies.version} + 1`, updatedAt: sql`clock_timestamp()` }
    const rows = await tx
      .update(slaPolicies)
      .set({ ...columns, ...counted })
      .where(eq(slaPolicies.id, id))
      .returning()
    return { result: there(id, rows), line: { ...about(id, 'changed'), ...changes } }
  })

/** Open tickets go on by the next policy that fits them. */
export const dropPolicy = (db: Db, id: SlaPolicyId, match: Match, who: Who): Promise<void> =>
  changeBook(db, who, async (tx) => {
    const before = await lockPolicy(tx, id)
    refuseOtherVersion(before, match ?? null)
    await tx.delete(slaPolicies).where(eq(slaPolicies.id, id))
    const { id: _id, version: _version, createdAt: _createdAt, updatedAt: _updatedAt, ...columns } = before
    return { result: undefined, line: { ...about(id, 'deleted'), before: columns } }
  })

const lockPolicy = async (tx: Tx, id: SlaPolicyId): Promise<PolicyRow> =>
  there(id, await tx.select().from(slaPolicies).where(eq(slaPolicies.id, id)).for('update'))

function there(id: SlaPolicyId, [row]: PolicyRow[]): PolicyRow {
  if (!row) throw new DomainError('policy-not-found', { id })
  return row
}

const about = (id: SlaPolicyId, what: 'created' | 'changed' | 'deleted') =>
  ({ action: `sla-policy-${what}`, subject: 'sla-policy', subjectId: id }) as const

function columnsOf(body: PolicyBody) {
  const { match, targets, pauseStatuses, escalations, calendarId, ...rest } = policyFrom(body)
  return {
    ...rest,
    // It is there: checkPolicy has looked.
    calendarId: calendarId as SlaCalendarId | null,
    match: { ...match },
    targets: { ...targets },
    pauseStatuses: [...pauseStatuses],
    escalations: [...escalations],
  }
}
