import { z } from '@hono/zod-openapi'
import type { MacroChanges, ReplyKind } from '#src/db/reply-schema.ts'
import { PRIORITIES, STATUSES } from '#src/db/ticket-schema.ts'
import type { ReplyId } from '#src/ids.ts'
import { LOCALES } from '#src/locale.ts'
import { BodyWithPlaceholders, PLACEHOLDERS } from '#src/placeholders.ts'
import { AssigneeId, MOST_TAGS, PriorityWord, StatusWord, Tag } from '#src/tickets/find-change.ts'
import { cleanText } from '#src/tickets/message-text.ts'
import { OneLine } from '#src/tickets/new-ticket.ts'

export const MOST_REPLIES = 300

/** In URLs: an integer that Postgres can hold. */
export const ReplyIdParam = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(2_147_483_647))
  .transform((id) => id as ReplyId)
  .openapi({ type: 'integer', minimum: 1, maximum: 2_147_483_647, example: 1 })

const Body = BodyWithPlaceholders.overwrite(cleanText).openapi({
  description: `Plain text; filled when it is used: ${PLACEHOLDERS.map((name) => `{{${name}}}`).join(', ')}`,
  example: 'Olá, {{requester_name}}. Já vamos ver.',
})
const isSaid = (text: string) => text !== ''
const required = { params: { rule: 'required' } }

const common = {
  title: OneLine(120).min(1),
  is_shared: z.boolean().openapi({ description: 'With everybody of the team' }),
  locale: z.enum(LOCALES).nullable().openapi({ description: 'What it is written in; null: any language' }),
  position: z.int().min(0).max(10_000),
}
const usual = {
  is_shared: common.is_shared.default(false),
  locale: common.locale.default(null),
  position: common.position.default(0),
}
const Said = Body.refine(isSaid, required)

export const NewReply = z.strictObject({ ...common, text: Said, ...usual }).openapi('NewReply')
export const ReplyChange = z
  .strictObject({ ...common, text: Said })
  .partial()
  .openapi('ReplyChange')

const tags = z
  .array(Tag)
  .max(MOST_TAGS)
  .transform((names) => [...new Set(names)])
/** As PATCH of a ticket takes them, but for tags, of which each ticket has its own. */
const Changes = z
  .strictObject({
    status: StatusWord.openapi({ type: 'string', enum: [...STATUSES] }),
    priority: PriorityWord.openapi({ type: 'string', enum: [...PRIORITIES] }),
    assigned_to: z
      .union([z.literal('me'), AssigneeId.nullable()])
      .openapi({ description: '`me`: whoever applies it; null or 0: nobody' }),
    department: OneLine(100).min(1).nullable(),
    category: OneLine(64).min(1).openapi({ description: 'Its slug' }),
    add_tags: tags,
    remove_tags: tags,
  })
  .partial()
  .openapi('MacroChanges')

const macro = {
  ...common,
  text: Body,
  is_internal: z.boolean().openapi({ description: 'What it says is a note for the team' }),
  changes: Changes,
}
const usualOfMacro = {
  ...usual,
  text: Body.default(''),
  is_internal: macro.is_internal.default(false),
  changes: Changes.default({}),
}
export const doesSomething = ({ text, changes }: { text: string; changes: object }) =>
  isSaid(text) || Object.keys(changes).length > 0

export const NewMacro = z
  .strictObject({ ...macro, ...usualOfMacro })
  .refine(doesSomething, { path: ['text'], ...required })
  .openapi('NewMacro')
export const MacroChange = z.strictObject(macro).partial().openapi('MacroChange')

/** What comes in about either of them. */
export type NewEntry = z.output<typeof NewReply> & {
  is_internal?: boolean | undefined
  changes?: MacroChanges | undefined
}
export type EntryChange = z.output<typeof MacroChange>

export const Reply = z
  .object({
    id: z.int(),
    title: z.string(),
    text: z.string(),
    is_shared: z.boolean(),
    locale: z.enum(LOCALES).nullable(),
    position: z.int(),
    is_own: z.boolean(),
    may_change: z.boolean(),
    owner_name: z.string(),
    version: z.int().openapi({ description: 'For If-Match' }),
    updated_at: z.iso.datetime(),
    filled: z
      .string()
      .nullable()
      .openapi({ description: 'As it would be said on the ticket that was asked about; else null' }),
  })
  .openapi('Reply')
export type Reply = z.infer<typeof Reply>

const ShownChanges = z
  .object({
    status: z.enum(STATUSES),
    priority: z.enum(PRIORITIES),
    assigned_to: z.union([z.literal('me'), z.int()]).nullable(),
    department: z.string().nullable(),
    category: z.string(),
    add_tags: z.array(z.string()),
    remove_tags: z.array(z.string()),
  })
  .partial()
export const Macro = Reply.extend({ is_internal: z.boolean(), changes: ShownChanges }).openapi('Macro')
export type Macro = z.infer<typeof Macro>

export const NOT_FOUND = { reply: 'reply-not-found', macro: 'macro-not-found' } as const satisfies Record<
  ReplyKind,
  string
>
