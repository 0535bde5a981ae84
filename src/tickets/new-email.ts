import { z } from '@hono/zod-openapi'
import { attachmentsAt, ClientId } from './message.ts'
import { MessageText, SubjectLine } from './message-text.ts'

const MOST_COPIES = 5

/** One address and nothing around it, so that nothing of it becomes a header. */
export const MailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(128)
  .pipe(z.email())
  .openapi({ type: 'string', format: 'email', example: 'maria.santos@example.com' })

export const newEmailAt = (publicUrl: string) =>
  z
    .strictObject({
      to: MailAddress.optional().openapi({
        description: 'By default the requester, or for the requester whoever is in charge',
      }),
      cc: z.array(MailAddress).max(MOST_COPIES).optional(),
      subject: SubjectLine.optional().openapi({ description: 'By default the title of the ticket' }),
      message: MessageText,
      from: MailAddress.optional().openapi({ description: 'One of our own addresses' }),
      attachments: attachmentsAt(publicUrl),
      client_id: ClientId.optional(),
    })
    .openapi('NewEmail')
export type NewEmail = z.output<ReturnType<typeof newEmailAt>>
