import { count, desc, eq, lt, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { privacyExports } from '#src/db/privacy-schema.ts'
import { users } from '#src/db/schema.ts'
import type { Ports } from '#src/ports.ts'
import { type ExportInList, showExport } from './export.ts'

type Page = { limit: number; skip: number; cursor?: number | undefined }

/** Who asked for a file about whom, and what became of it; the newest first. What is in one is for those alone whose it is. */
export async function listAllExports({ db, clock }: Pick<Ports, 'db' | 'clock'>, page: Page) {
  const { limit, skip, cursor } = page
  const asking = alias(users, 'asking')
  const rows = await db
    .select({ row: privacyExports, name: users.fullName, askedBy: asking.fullName })
    .from(privacyExports)
    .innerJoin(users, eq(users.id, privacyExports.userId))
    .innerJoin(asking, eq(asking.id, privacyExports.askedById))
    .where(cursor ? lt(privacyExports.id, sql`${cursor}`) : undefined)
    .orderBy(desc(privacyExports.id))
    .offset(skip)
    .limit(limit + 1)
  const [counted] = await db.select({ total: count() }).from(privacyExports)
  const shown = rows.slice(0, limit)
  return {
    items: shown.map(
      ({ row, name, askedBy }): ExportInList => ({
        ...showExport(row, clock()),
        ...{ user_name: name, asked_by: row.askedById, asked_by_name: askedBy, reason: row.reason },
      }),
    ),
    total: counted?.total ?? 0,
    nextCursor: rows.length > limit ? (shown.at(-1)?.row.id ?? null) : null,
  }
}
