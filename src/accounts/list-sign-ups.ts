import { and, asc, count, eq, gt, sql } from 'drizzle-orm'
import { plainDepartment } from '#src/db/columns.ts'
import type { Db } from '#src/db/connect.ts'
import { signUps } from '#src/db/schema.ts'
import type { SignUpRow } from './waiting.ts'

type Place = { limit: number; skip: number; cursor?: number | undefined }

/** Who waits, whoever came first on top. */
export async function listSignUps(
  db: Db,
  reach: string | null,
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

/** Who asked in the department that somebody decides about; null: in any. */
export const isWithin = (reach: string | null) =>
  reach === null ? undefined : eq(plainDepartment(signUps.department), plainDepartment(reach))
