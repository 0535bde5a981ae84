import { and, asc, count, eq, or, type SQL, sql } from 'drizzle-orm'
import { type Caller, mayIn } from '#src/auth/access.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { users } from '#src/db/schema.ts'
import { type Screen, savedViews } from '#src/db/view-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { ViewId } from '#src/ids.ts'
import { MOST_VIEWS, type NewView, type View, type ViewChange } from './view.ts'

type Place = { limit: number; skip: number; cursor?: number | undefined }

/** One's own and what others share, in the order that people gave them. */
export async function listViews(
  db: Db,
  caller: Caller,
  { screen }: { screen?: Screen | undefined },
  { limit, skip, cursor = 0 }: Place,
): Promise<{ views: View[]; total: number; nextCursor: number | null }> {
  const wanted = and(isFor(caller), screen && eq(savedViews.screen, screen))
  const from = skip + cursor
  const [rows, [counted]] = await Promise.all([
    readViews(db, wanted).offset(from).limit(limit),
    db.select({ total: count() }).from(savedViews).where(wanted),
  ])
  const total = counted?.total ?? 0
  return {
    views: rows.map((row) => showView(row, caller)),
    total,
    nextCursor: from + rows.length < total && rows.length > 0 ? from + rows.length : null,
  }
}

export async function addView(db: Db, caller: Caller, { is_shared, ...given }: NewView): Promise<View> {
  return db.transaction(async (tx) => {
    // Two that come together are counted one after the other.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, caller.userId)).for('update')
    const isOwn = eq(savedViews.ownerId, caller.userId)
    const [kept] = await tx.select({ views: count() }).from(savedViews).where(isOwn)
    if ((kept?.views ?? 0) >= MOST_VIEWS) throw new DomainError('too-many-views', { limit: MOST_VIEWS })
    const columns = { ...given, isShared: is_shared, ownerId: caller.userId }
    const [row] = await tx.insert(savedViews).values(columns).returning({ id: savedViews.id })
    if (!row) throw new Error('an insert returned nothing')
    return readView(tx, caller, row.id)
  })
}

export async function changeView(
  db: Db,
  caller: Caller,
  id: ViewId,
  { is_shared, ...given }: ViewChange,
): Promise<View> {
  return db.transaction(async (tx) => {
    await lockView(tx, caller, id)
    const columns = { ...given, ...(is_shared !== undefined && { isShared: is_shared }) }
    await tx
      .update(savedViews)
      .set({ ...columns, updatedAt: sql`clock_timestamp()` })
      .where(eq(savedViews.id, id))
    return readView(tx, caller, id)
  })
}

export const dropView = (db: Db, caller: Caller, id: ViewId): Promise<void> =>
  db.transaction(async (tx) => {
    await lockView(tx, caller, id)
    await tx.delete(savedViews).where(eq(savedViews.id, id))
  })

const isFor = ({ userId }: Caller): SQL | undefined => or(eq(savedViews.ownerId, userId), savedViews.isShared)

const readViews = (db: Db | Tx, wanted: SQL | undefined) =>
  db
    .select({ row: savedViews, ownerName: users.fullName, ownerDepartment: users.department })
    .from(savedViews)
    .innerJoin(users, eq(users.id, savedViews.ownerId))
    .where(wanted)
    .orderBy(asc(savedViews.position), asc(savedViews.id))

async function readView(tx: Tx, caller: Caller, id: ViewId): Promise<View> {
  const [row] = await readViews(tx, eq(savedViews.id, id))
  if (!row) throw new DomainError('view-not-found', { id })
  return showView(row, caller)
}

/** What others keep for themselves is not there, whoever asks. */
async function lockView(tx: Tx, caller: Caller, id: ViewId): Promise<void> {
  const isIt = and(eq(savedViews.id, id), isFor(caller))
  const [found] = await readViews(tx, isIt).for('update', { of: savedViews })
  if (!found) throw new DomainError('view-not-found', { id })
  if (!mayChange(found, caller)) throw new DomainError('forbidden')
}

/** One's own, and for leads those of their department. */
const mayChange = ({ row, ownerDepartment }: Found, caller: Caller) =>
  row.ownerId === caller.userId || mayIn(caller, 'views:change-others', ownerDepartment)

type Found = { row: typeof savedViews.$inferSelect; ownerName: string; ownerDepartment: string }
const showView = ({ row, ownerName, ownerDepartment }: Found, caller: Caller): View => ({
  id: row.id,
  name: row.name,
  screen: row.screen,
  search: row.search,
  is_shared: row.isShared,
  is_own: row.ownerId === caller.userId,
  may_change: mayChange({ row, ownerName, ownerDepartment }, caller),
  owner_name: ownerName,
  position: row.position,
  updated_at: row.updatedAt.toISOString(),
})
