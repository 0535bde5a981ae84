import { and, count, desc, eq, lt, sql } from 'drizzle-orm'
import { inboundMails, type MailVerdict } from '#src/db/mail-schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { Ports } from '#src/ports.ts'
import { type InboundMail, type MailReason, showInboundMail } from './inbound-mail.ts'

type Wanted = {
  verdict?: MailVerdict | undefined
  reason?: MailReason | undefined
  sender?: string | undefined
}
type Page = { limit: number; skip: number; cursor?: number | undefined }

/** The newest first. */
export async function listMails(
  { db }: Pick<Ports, 'db'>,
  { verdict, reason, sender }: Wanted,
  { limit, skip, cursor }: Page,
): Promise<{ items: InboundMail[]; total: number; nextCursor: number | null }> {
  const wanted = and(
    verdict && eq(inboundMails.verdict, verdict),
    reason && eq(inboundMails.reason, reason),
    sender ? sql`strpos(${inboundMails.fromEmail}, ${sender.toLowerCase()}) > 0` : undefined,
  )
  const rows = await db
    .select({ mail: inboundMails, number: deals.ticketNumber })
    .from(inboundMails)
    .leftJoin(deals, eq(deals.id, inboundMails.ticketId))
    .where(and(wanted, cursor ? lt(inboundMails.id, sql`${cursor}`) : undefined))
    .orderBy(desc(inboundMails.id))
    .offset(skip)
    .limit(limit + 1)
  const [counted] = await db.select({ total: count() }).from(inboundMails).where(wanted)
  const page = rows.slice(0, limit)
  return {
    items: page.map(({ mail, number }) => showInboundMail(mail, number)),
    total: counted?.total ?? 0,
    nextCursor: rows.length > limit ? (page.at(-1)?.mail.id ?? null) : null,
  }
}
