import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, pgTable, unique, varchar } from 'drizzle-orm/pg-core'
import type { InboundMailId, MessageId, TicketId } from '#src/ids.ts'
import { activities } from './activity-schema.ts'
import { moment, quoted } from './columns.ts'
import { deals } from './ticket-schema.ts'

/** Mail that came to us, and what became of it. */

export const MAIL_VERDICTS = ['message', 'ticket', 'answered', 'ignored'] as const
export type MailVerdict = (typeof MAIL_VERDICTS)[number]

/** A mail as it came: its bytes are in the store before the row is. What it says is looked at by a job. */
export const inboundMails = pgTable(
  'inbound_mails',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity().$type<InboundMailId>(),
    receivedAt: moment().notNull().default(sql`clock_timestamp()`),
    /** In the store. */
    key: varchar({ length: 128 }).notNull(),
    sizeBytes: integer().notNull(),
    /** Of the request that brought it: the same one is not taken twice. */
    signature: varchar({ length: 64 }).notNull(),
    fromEmail: varchar({ length: 255 }),
    subject: varchar({ length: 255 }),
    /** Of its Message-ID, or of its bytes where it has none; held by the first of equal mails that something is made of. */
    claim: varchar({ length: 64 }),
    /** Null: nobody has looked at it yet. */
    verdict: varchar({ length: 8 }).$type<MailVerdict>(),
    /** Why it came to that. */
    reason: varchar({ length: 32 }),
    ticketId: integer()
      .references(() => deals.id)
      .$type<TicketId>(),
    activityId: integer()
      .references(() => activities.id)
      .$type<MessageId>(),
    settledAt: moment(),
  },
  (table) => [
    unique('inbound_mails_key_is_unique').on(table.key),
    unique('inbound_mails_signature_is_unique').on(table.signature),
    unique('inbound_mails_claim_is_unique').on(table.claim),
    index('inbound_mails_by_received').on(table.receivedAt),
    index('inbound_mails_by_ticket').on(table.ticketId, table.receivedAt),
    index('inbound_mails_by_sender').on(table.fromEmail, table.receivedAt),
    check('inbound_mails_verdict_is_known', sql`${table.verdict} in (${quoted(MAIL_VERDICTS)})`),
  ],
)
