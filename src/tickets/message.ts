import { z } from '@hono/zod-openapi'
import { ACTIVITY_KINDS, ACTIVITY_SOURCES, type activities } from '#src/db/activity-schema.ts'
import { CRM_STATUSES } from '#src/db/ticket-schema.ts'
import { FileView } from '#src/files/file-view.ts'
import { BODY_HTML } from '#src/files/inline-pictures.ts'
import { AbsentFile, absentAmong, type CrmFileRow } from '#src/files/inward-files.ts'
import { uploadReference } from '#src/files/upload-reference.ts'
import type { MessageId, UserId } from '#src/ids.ts'
import type { Names } from './mentions.ts'
import { MessageText } from './message-text.ts'
import type { TicketRow } from './queries.ts'
import { STATUS_AFTER } from './status.ts'

export type MessageRow = typeof activities.$inferSelect

const moment = () => z.iso.datetime()
const MESSAGE_TYPES = ['text', 'image', 'file'] as const

/** What was said on a ticket, as /api/v1 shows it: a comment, a mail, a note of the team, a call. */
export const Message = z
  .object({
    id: z.int(),
    ticket_id: z.int(),
    deal_id: z.int().nullable(),
    merged_from: z
      .string()
      .nullable()
      .openapi({ description: 'Said on this other ticket, which was merged into the one asked about' }),
    kind: z.enum(ACTIVITY_KINDS),
    source: z.enum(ACTIVITY_SOURCES),
    is_internal: z.boolean().openapi({ description: 'A note, for the team alone' }),
    is_from_user: z.boolean(),
    sender_type: z.enum(['user', 'admin', 'system']),
    author: z.object({ id: z.int().nullable(), name: z.string().nullable(), email: z.string().nullable() }),
    message: z.string(),
    body_html: z.string().nullable().openapi({ description: BODY_HTML }),
    subject: z.string().nullable(),
    direction: z.enum(['incoming', 'outgoing']).nullable(),
    from_email: z.string().nullable(),
    to_email: z.string().nullable(),
    message_type: z.enum(MESSAGE_TYPES),
    mentions: z.array(z.int()).openapi({ description: 'Whom it calls by name' }),
    mentioned: z
      .array(z.object({ id: z.int(), name: z.string() }))
      .openapi({ description: 'The same, with what they are called: in the text it stands behind a @' }),
    files: z.array(FileView),
    absent_files: z.array(AbsentFile).openapi({ description: 'Of the CRM: on their way, or not to be had' }),
    client_id: z.string().nullable().openapi({ description: 'For its author' }),
    crm_status: z.enum(CRM_STATUSES).nullable().openapi({ description: 'null: it does not go there' }),
    crm_error: z.string().nullable().openapi({ description: 'For the team' }),
    returned_at: moment()
      .nullable()
      .openapi({ description: 'For the team: a letter of it, or that told of it, did not arrive' }),
    external_id: z.int().nullable().openapi({ description: 'Of the CRM: of a comment or an activity' }),
    created_at: moment(),
    edited_at: moment().nullable(),
    is_read: z.boolean().openapi({ description: 'By whoever asks' }),
  })
  .openapi('TicketMessage')
export type Message = z.infer<typeof Message>

export const ClientId = z
  .string()
  .regex(/^[\w.:-]{1,128}$/)
  .openapi({ description: 'Sent again with the same one, it is the same message' })

export const attachmentsAt = (publicUrl: string) =>
  z
    .array(uploadReference(publicUrl))
    // Beyond the limit that is told by its own code: see attachFiles.
    .max(100)
    .nullable()
    .optional()
    .openapi({ description: 'Of POST /api/v1/uploads' })

const MOST_MENTIONS = 20
const Mentions = z
  .array(
    z
      .int()
      .min(1)
      .max(2_147_483_647)
      .transform((id) => id as UserId),
  )
  .max(MOST_MENTIONS)
  .transform((ids) => [...new Set(ids)])
  .openapi({
    type: 'array',
    items: { type: 'integer' },
    description:
      'For the team: whom it calls by name. Only who may see it; people of the team follow the ticket then',
  })

export const newMessageAt = (publicUrl: string) =>
  z
    .strictObject({
      message: MessageText,
      is_internal: z.boolean().optional(),
      attachments: attachmentsAt(publicUrl),
      status_after: z.enum(STATUS_AFTER).optional().openapi({ description: 'For replies of the team' }),
      client_id: ClientId.optional(),
      mentions: Mentions.optional(),
      message_type: z.enum(MESSAGE_TYPES).optional(),
      user_id: z
        .int()
        .min(1)
        .max(2_147_483_647)
        .optional()
        .openapi({ description: 'Whoever says it: the one who is signed in, and nobody else' }),
    })
    // What is said among the team moves nothing.
    .refine(({ is_internal, status_after }) => !is_internal || status_after === undefined, {
      path: ['status_after'],
      params: { rule: 'not-valid' },
    })
    .openapi('NewMessage')
export type NewMessage = z.output<ReturnType<typeof newMessageAt>>

/** What begins a follow-up. */
export const followUpAt = (publicUrl: string) =>
  z
    .strictObject({
      message: MessageText,
      attachments: attachmentsAt(publicUrl),
      client_id: ClientId.optional(),
    })
    .openapi('NewFollowUp')

type For = {
  dealId: TicketRow['dealId']
  /** The number of its own ticket, where it is shown in another. */
  mergedFrom?: string | null
  files: readonly FileView[]
  names: Names
  inward?: readonly CrmFileRow[] | undefined
  /** Whoever asks, and how far they have read. */
  caller: { userId: number; isTeam: boolean }
  lastReadId: number
}

export function showMessage(
  row: MessageRow,
  { dealId, mergedFrom = null, files, names, inward, caller, lastReadId }: For,
): Message {
  const isOwn = row.authorUserId === caller.userId
  const senderType = senderTypeOf(row)
  return {
    id: row.id,
    ticket_id: row.ticketId,
    deal_id: dealId,
    merged_from: mergedFrom,
    kind: row.kind,
    source: row.source,
    is_internal: row.isInternal,
    is_from_user: senderType === 'user',
    sender_type: senderType,
    author: { id: row.authorUserId, name: row.authorName, email: row.authorEmail },
    message: row.bodyText,
    body_html: row.bodyHtml,
    subject: row.subject,
    direction: row.direction,
    from_email: row.fromEmail,
    to_email: row.toEmail,
    message_type: row.messageType,
    mentions: row.mentions,
    mentioned: row.mentions.flatMap((id) => {
      const name = names.get(id)
      return name === undefined ? [] : [{ id, name }]
    }),
    files: [...files],
    absent_files: absentAmong(inward),
    client_id: isOwn ? row.clientId : null,
    crm_status: row.crmStatus,
    crm_error: caller.isTeam ? row.crmError : null,
    returned_at: caller.isTeam ? (row.returnedAt?.toISOString() ?? null) : null,
    external_id: row.externalId,
    created_at: row.createdAt.toISOString(),
    edited_at: row.editedAt?.toISOString() ?? null,
    is_read: isOwn || row.id <= lastReadId,
  }
}

/** What the requester says comes by the portal, or as a mail to us; all else is said by the team. */
export function senderTypeOf({ kind, source, direction }: Pick<MessageRow, 'kind' | 'source' | 'direction'>) {
  if (kind === 'system' || source === 'system') return 'system'
  if (source === 'portal') return 'user'
  return source === 'email' && direction !== 'outgoing' ? 'user' : 'admin'
}

/** In URLs: an integer that Postgres can hold. */
export const MessageIdParam = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(2_147_483_647))
  .transform((id) => id as MessageId)
  .openapi({ type: 'integer', minimum: 1, maximum: 2_147_483_647, example: 1 })
