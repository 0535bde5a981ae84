import { z } from '@hono/zod-openapi'
import type { Priority } from '#src/db/ticket-schema.ts'
import type { Base64File } from '#src/files/store-base64.ts'
import type { CrmUserId, UploadId, UserId } from '#src/ids.ts'
import { attachmentsAt } from './message.ts'
import { cleanText, LONGEST_TEXT } from './message-text.ts'
import { PRIORITY_LABELS, parsePriority } from './priority.ts'

/** What somebody asks for, whichever door it came by. null: nothing was said. */
export type NewTicket = {
  title: string
  description: string
  /** `isOpen`: what is none of ours is kept as it was typed. */
  category: { name: string | null; isOpen: boolean }
  /** What its category asks for has to be there: nobody can be asked for it later. */
  isWhole: boolean
  priority: Priority | null
  /** Somebody else than the caller. */
  requesterId: UserId | null
  responsibleId: CrmUserId | null
  department: string | null
  systemType: string | null
  phone: string | null
  filial: string | null
  requesterDepartment: string | null
  /** As it was typed: whether it counts depends on the category (T-05). */
  cpf: string | null
  related: { type: string; id: string } | null
  custom: Record<string, unknown> | null
  tags: string[]
  /** As the browser calls what was typed, for what was offered meanwhile. */
  draftId: string | null
  attachments: { uploadIds: readonly UploadId[] } | { base64: readonly Base64File[] }
}

const LONGEST_TITLE = 255
const LEAST_TITLE = 10
const LEAST_DESCRIPTION = 20
const MOST_TAGS = 20
const MOST_CUSTOM_BYTES = 8 * 1024
const MAX_ID = 2_147_483_647

export const NEW_TICKET_LIMITS = {
  title: { least: LEAST_TITLE, most: LONGEST_TITLE },
  description: { least: LEAST_DESCRIPTION, most: LONGEST_TEXT },
  tags: MOST_TAGS,
} as const

/** Of one line, whatever was pasted into it. */
export const OneLine = (most: number) =>
  z
    .string()
    .max(most)
    .overwrite((text) => cleanText(text).replace(/[\s\p{Zl}\p{Zp}]+/gu, ' '))
export const Title = OneLine(LONGEST_TITLE)
export const Description = z.string().max(LONGEST_TEXT).overwrite(cleanText)
/** What may be left out, or be null or empty, which all say nothing. */
export const optionalLine = (most: number) => OneLine(most).nullable().optional()

export const PriorityName = z
  .string()
  .max(32)
  .refine((text) => text.trim() === '' || parsePriority(text) !== null, {
    params: { rule: 'one-of', params: { values: Object.values(PRIORITY_LABELS['pt-BR']).join(', ') } },
  })
  .openapi({ description: 'As any of the portals calls it: Alto, high, Alta' })

/** Of an employee, as the CRM numbers them. */
export const CrmUserNumber = z
  .string()
  .trim()
  .max(10)
  .refine((text) => text === '' || (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_ID))
  .openapi({ description: 'A number of the CRM', example: '1' })

const RelatedId = z.union([OneLine(128).min(1), z.int().transform(String)])
const Related = z.strictObject({ type: OneLine(64).min(1), id: RelatedId })
const PersonId = z.int().min(1).max(MAX_ID).nullable().optional()
const isNamed = (value: unknown) => value !== undefined && value !== null
const Custom = z
  .record(z.string().max(64), z.unknown())
  .refine((value) => JSON.stringify(value).length <= MOST_CUSTOM_BYTES, {
    params: { rule: 'too-long', params: { maximum: String(MOST_CUSTOM_BYTES) } },
  })

export const newTicketAt = (publicUrl: string) =>
  z
    .strictObject({
      title: Title.min(LEAST_TITLE).optional(),
      subject: Title.min(LEAST_TITLE).optional().openapi({ description: 'Another name of title' }),
      description: Description.min(LEAST_DESCRIPTION).optional(),
      message: Description.min(LEAST_DESCRIPTION)
        .optional()
        .openapi({ description: 'Another name of description' }),
      category: optionalLine(100).openapi({ description: 'Its slug, or its label in any language' }),
      priority: PriorityName.nullable().optional(),
      related: Related.nullable().optional(),
      ride_id: RelatedId.nullable().optional().openapi({ description: 'The same as related, of type ride' }),
      attachments: attachmentsAt(publicUrl),
      custom: Custom.nullable().optional(),
      tags: z.array(OneLine(40).min(1)).max(MOST_TAGS).nullable().optional(),
      requester_id: PersonId.openapi({ description: 'For the team, who file for others' }),
      user_id: PersonId.openapi({ description: 'Another name of requester_id' }),
      resp_id: CrmUserNumber.nullable().optional(),
      department: optionalLine(100),
      system_type: optionalLine(100),
      phone: optionalLine(32),
      cpf: z.string().max(20).nullable().optional(),
      draft_id: z
        .uuid()
        .nullable()
        .optional()
        .openapi({ description: 'As POST /api/v1/help/suggestions was told' }),
    })
    .superRefine((body, context) => {
      for (const [name, alias] of [
        ['title', 'subject'],
        ['description', 'message'],
      ] as const) {
        if (body[name] === undefined && body[alias] === undefined)
          context.addIssue({ code: 'custom', path: [name], params: { rule: 'required' } })
      }
      const { requester_id, user_id, related, ride_id } = body
      const refuse = (name: string) =>
        context.addIssue({ code: 'custom', path: [name], params: { rule: 'not-valid' } })
      if (isNamed(requester_id) && isNamed(user_id) && requester_id !== user_id) refuse('user_id')
      if (isNamed(related) && isNamed(ride_id)) refuse('ride_id')
    })
    .openapi('NewTicket')
type Body = z.output<ReturnType<typeof newTicketAt>>

export function newTicketOf(body: Body): NewTicket {
  return {
    title: body.title ?? body.subject ?? '',
    description: body.description ?? body.message ?? '',
    category: { name: body.category || null, isOpen: false },
    isWhole: true,
    priority: parsePriority(body.priority ?? ''),
    requesterId: (body.requester_id ?? body.user_id ?? null) as UserId | null,
    responsibleId: crmUserIdOf(body.resp_id),
    department: body.department || null,
    systemType: body.system_type || null,
    phone: body.phone || null,
    filial: null,
    requesterDepartment: null,
    cpf: body.cpf || null,
    related: body.related ?? (isNamed(body.ride_id) ? { type: 'ride', id: body.ride_id } : null),
    custom: body.custom ?? null,
    tags: [...new Set(body.tags ?? [])],
    draftId: body.draft_id ?? null,
    attachments: { uploadIds: body.attachments ?? [] },
  }
}

// Its shape was checked by CrmUserNumber.
export const crmUserIdOf = (text: string | null | undefined) => (text ? (Number(text) as CrmUserId) : null)
