import { and, count, desc, eq, lt, sql } from 'drizzle-orm'
import { inboundMails, type MailVerdict } from '#src/db/mail-schema.ts'
import type { Ports } from '#src/ports.ts'
import type { InboundMailRow } from './inbound-mail.ts'

type Wanted = { verdict?: MailVerdict | undefined }
type Page = { limit: number; skip: number; cursor?: number | undefined }

/** The newest first. */
export async function listMails(
  { db }: Pick<Ports, 'db'>,
  { verdict }: Wanted,
  { limit, skip, cursor }: Page,
): Promise<{ rows: InboundMailRow[]; total: number; nextCursor: number | null }> {
  const wanted = verdict && eq(inboundMails.verdict, verdict)
  const rows = await db
    .select()
    .from(inboundMails)
    .where(and(wanted, cursor ? lt(inboundMails.id, sql`${cursor}`) : undefined))
    .orderBy(desc(inboundMails.id))
    .offset(skip)
    .limit(limit + 1)
  const [counted] = await db.select({ total: count() }).from(inboundMails).where(wanted)
  const page = rows.slice(0, limit)
  return {
    rows: page,
    total: counted?.total ?? 0,
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}
