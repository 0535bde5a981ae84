import { z } from '@hono/zod-openapi'
import type { rules } from '#src/db/rule-schema.ts'
import { PRIORITIES } from '#src/db/ticket-schema.ts'
import type { RuleId } from '#src/ids.ts'
import { LOCALES } from '#src/locale.ts'
import { BodyWithPlaceholders } from '#src/placeholders.ts'
import { wordsIn } from './words.ts'

const MAX_ID = 2_147_483_647
const MOST_CHOICES = 100
export const MOST_TAGS = 20

const Line = (most: number) => z.string().trim().min(1).max(most)
const Names = z.array(Line(100)).max(MOST_CHOICES).optional()
const Word = Line(100).refine((text) => wordsIn(text).length > 0, { params: { rule: 'not-valid' } })

/** What is not named does not matter; of what is named, one has to fit. */
export const Conditions = z
  .strictObject({
    categories: Names.openapi({ description: 'Slugs' }),
    words: z.array(Word).max(MOST_CHOICES).optional().openapi({
      description:
        'In title or text: whole words, several of them side by side; capitals and accents do not matter',
    }),
    departments: Names.openapi({ description: 'That it is filed with' }),
    requester_departments: Names,
    priorities: z.array(z.enum(PRIORITIES)).max(PRIORITIES.length).optional(),
    languages: z.array(z.enum(LOCALES)).max(LOCALES.length).optional().openapi({
      description: 'That the requester has chosen',
    }),
  })
  .openapi('RuleConditions')
export type Conditions = z.output<typeof Conditions>

export const Effects = z
  .strictObject({
    priority: z.enum(PRIORITIES).optional(),
    assignee_id: z.int().min(1).max(MAX_ID).nullable().optional().openapi({
      description: 'A person of the team; null: nobody, and then nobody is given it by itself either',
    }),
    department: Line(100).optional(),
    tags: z.array(Line(40)).min(1).max(MOST_TAGS).optional(),
    reply: BodyWithPlaceholders.trim().min(1).max(5_000).optional().openapi({
      description: 'The first answer, said by nobody; placeholders as in canned replies',
    }),
    reply_id: z.int().min(1).max(MAX_ID).optional().openapi({
      description: 'Instead of words of its own: a shared canned reply, as it is when a ticket is filed',
    }),
  })
  .refine(({ reply, reply_id }) => reply === undefined || reply_id === undefined, {
    path: ['reply_id'],
    params: { rule: 'not-valid' },
  })
  .refine((effects) => Object.values(effects).some((effect) => effect !== undefined), {
    params: { rule: 'required' },
  })
  .openapi('RuleEffects')
export type Effects = z.output<typeof Effects>

const fields = {
  name: Line(100).openapi({ example: 'Rede parada na expedição' }),
  is_active: z.boolean(),
  conditions: Conditions,
  effects: Effects,
}
export const RuleBody = z
  .strictObject({
    ...fields,
    is_active: fields.is_active.default(true),
    conditions: fields.conditions.default({}),
  })
  .openapi('RuleBody')
export type RuleBody = z.output<typeof RuleBody>
export const RuleChange = z.strictObject(fields).partial().openapi('RuleChange')
export type RuleChange = z.output<typeof RuleChange>

/** In URLs: an integer that Postgres can hold. */
export const RuleIdParam = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(MAX_ID))
  .transform((id) => id as RuleId)
  .openapi({ type: 'integer', minimum: 1, maximum: MAX_ID, example: 1 })

export const RuleOrder = z
  .strictObject({
    order: z
      .array(z.strictObject({ id: z.int().min(1).max(MAX_ID), version: z.int().min(1) }))
      .max(1_000)
      .openapi({ description: 'All that there are, as they were looked at' }),
  })
  .openapi('RuleOrder')
export type RuleOrder = z.output<typeof RuleOrder>

export const ShownRule = z
  .object({
    id: z.int(),
    position: z.int(),
    ...fields,
    version: z.int().openapi({ description: 'For If-Match' }),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .openapi('Rule')
export type ShownRule = z.infer<typeof ShownRule>

export type RuleRow = typeof rules.$inferSelect

export const showRule = (row: RuleRow): ShownRule => ({
  id: row.id,
  position: row.position,
  name: row.name,
  is_active: row.isActive,
  // Nothing else is ever written there.
  conditions: row.conditions as Conditions,
  effects: row.effects as Effects,
  version: row.version,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})
