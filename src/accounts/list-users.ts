import { and, asc, count, eq, gt, ilike, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import type { UserId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import type { Role } from '#src/roles.ts'
import { findUserById } from './queries.ts'
import type { UserRow } from './user.ts'

type Page = { limit: number; skip: number; cursor?: number | undefined }
type Filter = { q?: string | undefined; role?: Role | undefined; is_active?: boolean | undefined }
type UserPage = { rows: UserRow[]; total: number; nextCursor: number | null }

/** In the order of their ids, so that a page does not move when somebody signs up meanwhile. */
export async function listUsers(
  { db }: Pick<Ports, 'db'>,
  filter: Filter,
  { limit, skip, cursor }: Page,
): Promise<UserPage> {
  const wanted = and(...conditions(filter))
  const rows = await db
    .select()
    .from(users)
    .where(and(wanted, cursor ? gt(users.id, sql`${cursor}::bigint`) : undefined))
    .orderBy(asc(users.id))
    .offset(skip)
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  return {
    rows: page,
    total: await countUsers(db, wanted),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

function conditions({ q, role, is_active }: Filter): (SQL | undefined)[] {
  const pattern = q && `%${q.replace(/[\\%_]/g, '\\$&')}%`
  return [
    pattern
      ? or(ilike(users.fullName, pattern), ilike(users.email, pattern), eq(users.matricula, q))
      : undefined,
    role && eq(users.role, role),
    is_active === undefined ? undefined : eq(users.isActive, is_active),
  ]
}

async function countUsers(db: Db, wanted: SQL | undefined): Promise<number> {
  const [row] = await db.select({ total: count() }).from(users).where(wanted)
  return row?.total ?? 0
}

export async function readUser({ db }: Pick<Ports, 'db'>, id: UserId): Promise<UserRow> {
  const user = await findUserById(db, id)
  if (!user) throw new DomainError('user-not-found', { id })
  return user
}
