import { z } from '@hono/zod-openapi'
import { credentialFields } from '#src/accounts/sign-in.ts'
import { newUserFields, Password, User, userChangeFields } from '#src/accounts/user.ts'
import type { DealId, UserId } from '#src/ids.ts'
import { MessageText, SubjectLine } from '#src/tickets/message-text.ts'
import { MailAddress } from '#src/tickets/new-email.ts'
import {
  CrmUserNumber,
  crmUserIdOf,
  Description,
  type NewTicket,
  optionalLine,
  PriorityName,
  Title,
} from '#src/tickets/new-ticket.ts'
import { parsePriority } from '#src/tickets/priority.ts'
import { Feedback, Rating } from '#src/tickets/rating.ts'

/**
 * The wire of the portal that Ponte replaces, key by key. Unknown keys in requests are ignored, as they
 * always were; answers carry a few keys more.
 */

export const UserLogin = z.object(credentialFields).openapi('UserLogin')

export const LoginResponse = z
  .object({
    token: z.object({
      access_token: z.string().nullable(),
      refresh_token: z.string().nullable(),
      token_type: z.literal('bearer'),
    }),
    user: User,
  })
  .openapi('LoginResponse')

export const UserRegister = z.object(newUserFields).openapi('UserRegister')

/** The portal sends a whole UserRegister; what is left out stays as it is. */
export const UserReplacement = z.object(userChangeFields).openapi('UserReplacement')

export const ForgotPasswordRequest = z
  .object({
    email: z.string().trim().min(1).max(128).optional(),
    matricula: z.string().trim().min(1).max(128).optional(),
  })
  .refine(({ email, matricula }) => email !== undefined || matricula !== undefined, {
    path: ['email'],
    params: { rule: 'required' },
  })
  .openapi('ForgotPasswordRequest')

export const ResetPasswordRequest = z
  .object({
    token: z.string().min(1).max(256),
    new_password: Password.optional(),
    password: Password.optional(),
  })
  .refine(({ new_password, password }) => (new_password ?? password) !== undefined, {
    path: ['new_password'],
    params: { rule: 'required' },
  })
  .openapi('ResetPasswordRequest')

export const PhoneUpdateRequest = z
  .object({ phone_number: userChangeFields.phone_number, phone: userChangeFields.phone_number })
  .refine(({ phone_number, phone }) => phone_number !== undefined || phone !== undefined, {
    path: ['phone_number'],
    params: { rule: 'required' },
  })
  .openapi('PhoneUpdateRequest')

export const Message = z.object({ message: z.string() }).openapi('Message')
export const Success = z.object({ status: z.literal('success') }).openapi('Success')

/** Files of 25 MiB as base64, perhaps in lines, and what was typed. */
export const BASE64_BODY_BYTES = 36 * 1024 * 1024

/** Names of files are tidied and not refused; how many there may be, and how large, is told by codes of their own. */
export const Attachments = z
  .array(z.object({ filename: z.string().max(1_000), content: z.string() }))
  .max(100)
  .nullable()
  .optional()
  .openapi({ description: 'The bytes of each in base64' })

/** Of who asks, only what an account may say of itself counts; who they are is known from the session. */
export const TicketCreateRequest = z
  .object({
    full_name: optionalLine(255),
    title: Title.nullable().optional(),
    description: Description.min(1),
    subject: Title.nullable().optional(),
    user_id: z.int().min(1).max(2_147_483_647).nullable().optional(),
    resp_id: CrmUserNumber.nullable().optional(),
    assignee_department: optionalLine(100),
    email: optionalLine(320),
    filial: optionalLine(64),
    phone: optionalLine(32),
    priority: PriorityName.nullable().optional(),
    matricula: optionalLine(20),
    requester_department: optionalLine(100),
    service_category: optionalLine(100),
    system_type: optionalLine(100),
    cpf: z.string().max(20).nullable().optional(),
    attachments: Attachments,
  })
  .refine(({ title, subject }) => title || subject, { path: ['title'], params: { rule: 'required' } })
  .openapi('TicketCreateRequest')

export function ticketOf(body: z.output<typeof TicketCreateRequest>): NewTicket {
  return {
    title: body.title || body.subject || '',
    description: body.description,
    category: { name: body.service_category || null, isOpen: true },
    priority: parsePriority(body.priority ?? ''),
    requesterId: (body.user_id ?? null) as UserId | null,
    responsibleId: crmUserIdOf(body.resp_id),
    department: body.assignee_department || null,
    systemType: body.system_type || null,
    phone: body.phone || null,
    filial: body.filial || null,
    requesterDepartment: body.requester_department || null,
    cpf: body.cpf || null,
    related: null,
    custom: null,
    tags: [],
    draftId: null,
    isWhole: false,
    attachments: { base64: body.attachments ?? [] },
  }
}

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
    attachments: Attachments,
  })
  .openapi('TicketAddCommentRequest')

export const TicketCloseRequest = z
  .object({ deal_id: DealNumber, rating: Rating.nullish(), comment: Feedback.nullish() })
  .openapi('TicketCloseRequest')

export const TicketSendEmail = z
  .object({
    deal_id: DealNumber,
    from_email: MailAddress,
    to_email: MailAddress,
    subject: SubjectLine,
    message: MessageText,
  })
  .openapi('TicketSendEmail')
