import { z } from '@hono/zod-openapi'
import { type inboundMails, MAIL_VERDICTS } from '#src/db/mail-schema.ts'

/** Why a mail came to be what it is. */
export const MAIL_REASONS = [
  'reply',
  'new',
  'repeated',
  'own',
  'bounce',
  'automatic',
  'sender',
  'unknown',
  'no-ticket',
  'not-a-participant',
  'not-authentic',
  'too-many',
  'ticket-closed',
  'empty',
  'unreadable',
] as const
export type MailReason = (typeof MAIL_REASONS)[number]

/** A mail that came to us, for admins: without what it says. */
export const InboundMail = z
  .object({
    id: z.int(),
    received_at: z.iso.datetime(),
    from: z.string().nullable(),
    subject: z.string().nullable(),
    size: z.int(),
    verdict: z.enum(MAIL_VERDICTS).nullable().openapi({ description: 'null: it is still to be looked at' }),
    reason: z.enum(MAIL_REASONS).nullable(),
    ticket_id: z.int().nullable().openapi({ description: 'That it is about, as far as that could be found' }),
    ticket_number: z.string().nullable(),
    message_id: z.int().nullable(),
    settled_at: z.iso.datetime().nullable(),
  })
  .openapi('InboundMail')
export type InboundMail = z.infer<typeof InboundMail>

export type InboundMailRow = typeof inboundMails.$inferSelect

export const showInboundMail = (row: InboundMailRow, ticketNumber: string | null): InboundMail => ({
  id: row.id,
  received_at: row.receivedAt.toISOString(),
  from: row.fromEmail,
  subject: row.subject,
  size: row.sizeBytes,
  verdict: row.verdict,
  // Only what is listed above is ever written.
  reason: row.reason as MailReason | null,
  ticket_id: row.ticketId,
  ticket_number: ticketNumber,
  message_id: row.activityId,
  settled_at: row.settledAt?.toISOString() ?? null,
})
