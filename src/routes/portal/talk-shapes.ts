import { z } from '@hono/zod-openapi'
import type { DealId } from '#src/ids.ts'
import { MessageText, SubjectLine } from '#src/tickets/message-text.ts'
import { MailAddress } from '#src/tickets/new-email.ts'

/** What the portal that Ponte replaces says of comments and mails, key by key. */

const DealNumber = z
  .int()
  .min(1)
  .max(2_147_483_647)
  .transform((id) => id as DealId)
  .openapi({ type: 'integer', example: 7405, description: "The CRM's number of the ticket" })

export const TicketAddCommentRequest = z
  .object({
    deal_id: DealNumber,
    message: MessageText,
    attachments: z
      .array(z.object({ filename: z.string().max(1_000), content: z.string() }))
      .max(100)
      .nullable()
      .optional(),
  })
  .openapi('TicketAddCommentRequest')

export const TicketSendEmail = z
  .object({
    deal_id: DealNumber,
    from_email: MailAddress,
    to_email: MailAddress,
    subject: SubjectLine,
    message: MessageText,
  })
  .openapi('TicketSendEmail')
