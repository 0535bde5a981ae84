import { z } from '@hono/zod-openapi'
import { SCREENS } from '#src/db/view-schema.ts'
import type { ViewId } from '#src/ids.ts'

export const MOST_VIEWS = 50
const MOST_NAMES = 40
const LONGEST_SEARCH = 4_000

/** In URLs: an integer that Postgres can hold. */
export const ViewIdParam = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(2_147_483_647))
  .transform((id) => id as ViewId)
  .openapi({ type: 'integer', minimum: 1, maximum: 2_147_483_647, example: 1 })

const Plain = z.union([z.string().max(400), z.number(), z.boolean()])
/** As the address of the screen has it. What a screen does not know of it, it leaves out. */
const ViewSearch = z
  .record(z.string().max(40), z.union([Plain, z.array(Plain).max(40)]))
  .refine(
    (search) => Object.keys(search).length <= MOST_NAMES && JSON.stringify(search).length <= LONGEST_SEARCH,
    { params: { rule: 'not-valid' } },
  )
  .openapi({
    ...{ type: 'object', additionalProperties: true, example: { priority: 'urgent', assigned_to: 0 } },
    description: `At most ${MOST_NAMES} names, and ${LONGEST_SEARCH} characters of JSON`,
  })

const fields = {
  name: z.string().trim().min(1).max(60),
  search: ViewSearch,
  is_shared: z.boolean().openapi({ description: 'With everybody of the team' }),
  position: z.int().min(0).max(10_000),
}

export const NewView = z
  .strictObject({
    ...fields,
    screen: z.enum(SCREENS),
    is_shared: fields.is_shared.default(false),
    position: fields.position.default(0),
  })
  .openapi('NewView')
export type NewView = z.output<typeof NewView>

export const ViewChange = z.strictObject(fields).partial().openapi('ViewChange')
export type ViewChange = z.output<typeof ViewChange>

export const View = z
  .object({
    id: z.int(),
    name: z.string(),
    screen: z.enum(SCREENS),
    search: z.record(z.string(), z.unknown()),
    is_shared: z.boolean(),
    is_own: z.boolean(),
    may_change: z.boolean(),
    owner_name: z.string(),
    position: z.int(),
    updated_at: z.iso.datetime(),
  })
  .openapi('View')
export type View = z.infer<typeof View>
