import { z } from '@hono/zod-openapi'
import { EDITABLE_ACTIONS, type EditableAction, isByDefault } from '#src/auth/access.ts'
import { ACTION_NAMES } from '#src/auth/action-names.ts'
import type { permissions } from '#src/db/schema.ts'
import type { Locale } from '#src/locale.ts'

const Grants = z.object({ agent: z.boolean(), lead: z.boolean() })
const action = z.enum(EDITABLE_ACTIONS as [EditableAction, ...EditableAction[]])

/** Admins may do all of it, requesters none; what is not listed cannot be given or taken. */
export const Permissions = z
  .object({
    version: z.int(),
    items: z.array(
      z.object({
        action,
        name: z.string().openapi({ description: 'In the language of the request' }),
        ...Grants.shape,
        by_default: Grants,
      }),
    ),
  })
  .openapi('Permissions')
export type Permissions = z.infer<typeof Permissions>

export const PermissionsChange = z
  .strictObject({
    items: z
      .array(z.strictObject({ action, ...Grants.shape }))
      .max(EDITABLE_ACTIONS.length)
      .refine((items) => new Set(items.map((item) => item.action)).size === items.length)
      .openapi({ description: 'What is left out is as it is by default' }),
  })
  .openapi('PermissionsChange')
export type PermissionsChange = z.infer<typeof PermissionsChange>

type Row = Pick<typeof permissions.$inferSelect, 'version' | 'exceptions'>

export function showPermissions({ version, exceptions }: Row, locale: Locale): Permissions {
  const items = EDITABLE_ACTIONS.map((action) => {
    const by_default = { agent: isByDefault('agent', action), lead: isByDefault('lead', action) }
    const name = ACTION_NAMES[action][locale]
    return {
      ...{ action, name, by_default },
      agent: exceptions.agent?.[action] ?? by_default.agent,
      lead: exceptions.lead?.[action] ?? by_default.lead,
    }
  })
  return { version, items }
}
