import { count, desc, eq, lt, sql } from 'drizzle-orm'
import { erasures } from '#src/db/privacy-schema.ts'
import { users } from '#src/db/schema.ts'
import type { Ports } from '#src/ports.ts'
import { type Erasure, showErasure } from './erasure.ts'

type Page = { limit: number; skip: number; cursor?: number | undefined }

/** Who was taken out, by number; the newest first. */
export async function listErasures({ db }: Pick<Ports, 'db'>, { limit, skip, cursor }: Page) {
  const rows = await db
    .select({ erasure: erasures, askedBy: users.fullName })
    .from(erasures)
    .innerJoin(users, eq(users.id, erasures.askedById))
    .where(cursor ? lt(erasures.id, sql`${cursor}`) : undefined)
    .orderBy(desc(erasures.id))
    .offset(skip)
    .limit(limit + 1)
  const [counted] = await db.select({ total: count() }).from(erasures)
  const page = rows.slice(0, limit)
  return {
    items: page.map(({ erasure, askedBy }): Erasure => ({ ...showErasure(erasure), asked_by_name: askedBy })),
    total: counted?.total ?? 0,
    nextCursor: rows.length > limit ? (page.at(-1)?.erasure.id ?? null) : null,
  }
}
