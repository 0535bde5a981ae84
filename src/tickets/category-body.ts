import { z } from '@hono/zod-openapi'
import { PRIORITIES, REQUIRED_FIELDS } from '#src/db/ticket-schema.ts'
import type { CategoryId } from '#src/ids.ts'
import type { CategoryRow } from './categories.ts'

/** In URLs: an integer that Postgres can hold. */
export const CategoryIdParam = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(2_147_483_647))
  .transform((id) => id as CategoryId)
  .openapi({ type: 'integer', minimum: 1, maximum: 2_147_483_647, example: 1 })

const Line = z.string().trim().min(1).max(100)
const Labels = z.strictObject({ 'pt-BR': Line, es: Line, en: Line, ru: Line })

const fields = {
  labels: Labels,
  default_priority: z.enum(PRIORITIES),
  default_department: Line.nullable(),
  crm_value: Line.nullable().openapi({
    description: 'What the CRM calls it; without one, by its pt-BR label',
  }),
  requires_cpf: z.boolean(),
  required_fields: z
    .array(z.enum(REQUIRED_FIELDS))
    .max(REQUIRED_FIELDS.length)
    .transform((fields) => [...new Set(fields)])
    .openapi({ description: 'What POST /api/v1/tickets refuses to do without' }),
  is_active: z.boolean().openapi({ description: 'False: nothing new is filed under it' }),
  position: z.int().min(0).max(10_000),
}

export const NewCategory = z
  .strictObject({
    ...fields,
    slug: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/),
    default_priority: fields.default_priority.default('medium'),
    default_department: fields.default_department.default(null),
    crm_value: fields.crm_value.default(null),
    requires_cpf: fields.requires_cpf.default(false),
    required_fields: fields.required_fields.default([]),
    is_active: fields.is_active.default(true),
    position: fields.position.default(1_000),
  })
  .openapi('NewCategory')
export type NewCategory = z.output<typeof NewCategory>

/** Its slug stays: others name it by that. */
export const CategoryChange = z.strictObject(fields).partial().openapi('CategoryChange')
export type CategoryChange = z.output<typeof CategoryChange>

export const Category = z
  .object({ id: z.int(), slug: z.string(), ...fields, labels: z.record(z.string(), z.string()) })
  .openapi('Category')
export type Category = z.infer<typeof Category>

export const showCategory = (row: CategoryRow): Category => ({
  id: row.id,
  slug: row.slug,
  labels: row.labels,
  default_priority: row.defaultPriority,
  default_department: row.defaultDepartment,
  crm_value: row.crmValue,
  requires_cpf: row.requiresCpf,
  required_fields: row.requiredFields,
  is_active: row.isActive,
  position: row.position,
})
