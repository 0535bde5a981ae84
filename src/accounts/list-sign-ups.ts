import { and, asc, count, eq, gt, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { signUps } from '#src/db/schema.ts'
import { isWithin, type Reach } from './reach.ts'
import type { SignUpRow } from './waiting.ts'

type Place = { limit: number; skip: number; cursor?: number | undefined }

/** Who waits, whoever came first on top. */
export async function listSignUps(
  db: Db,
  reach: Reach,
  { limit, skip, cursor }: Place,
): Promise<{ rows: SignUpRow[]; total: number; nextCursor: number | null }> {
  const wanted = and(eq(signUps.state, 'waiting'), isWithin(reach))
  const [rows, [counted]] = await Promise.all([
    db
      .select()
      .from(signUps)
      .where(and(wanted, cursor ? gt(signUps.id, sql`${cursor}::bigint`) : undefined))
      .orderBy(asc(signUps.id))
      .offset(skip)
      .limit(limit + 1),
    db.select({ total: count() }).from(signUps).where(wanted),
  ])
  const page = rows.slice(0, limit)
  const nextCursor = rows.length > limit ? (page.at(-1)?.id ?? null) : null
  return { rows: page, total: counted?.total ?? 0, nextCursor }
}
