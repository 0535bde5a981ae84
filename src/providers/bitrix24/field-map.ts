import * as z from 'zod'
import { type FieldProblem, TICKET_FIELDS, type TicketField } from '#src/providers/crm-provider.ts'

/** Which of the portal's fields keeps which of ours: the content of crm.fields.json. */
export const FieldCodes = z.partialRecord(
  z.enum(TICKET_FIELDS),
  z
    .string()
    .regex(/^UF_CRM_[A-Z0-9_]{1,43}$/, { error: 'is no code of a custom field, such as UF_CRM_1701707001' }),
)
export type FieldCodes = z.output<typeof FieldCodes>

/** `crm.item.fields` with `useOriginalUfNames`, of which this much is read. */
const Descriptor = z.looseObject({
  type: z.string(),
  isMultiple: z.boolean().optional(),
  items: z.array(z.looseObject({ ID: z.coerce.string(), VALUE: z.string() })).optional(),
})
export const Descriptors = z.looseObject({ fields: z.record(z.string(), z.unknown()) })

export type PortalField = {
  field: TicketField
  code: string
  type: string
  /** By label without accents and capitals, and back. */
  idOf: ReadonlyMap<string, number>
  labelOf: ReadonlyMap<string, string>
}
export type FieldMap = { fields: readonly PortalField[]; problems: readonly FieldProblem[] }

const READABLE = new Set(['string', 'enumeration', 'datetime', 'date', 'integer', 'double'])

/** What does not match is left out and named: a ticket is worth more than one of its fields. */
export function resolveFields(codes: FieldCodes, descriptors: Record<string, unknown>): FieldMap {
  const fields: PortalField[] = []
  const problems: FieldProblem[] = []
  for (const field of TICKET_FIELDS) {
    const code = codes[field]
    if (!code) continue
    const found = Descriptor.safeParse(descriptors[code])
    const complain = (problem: string) => problems.push({ field, place: code, problem })
    if (!found.success) complain('the portal has no such field')
    else if (!READABLE.has(found.data.type))
      complain(`fields of the type ${found.data.type} cannot be used for it`)
    else if (found.data.isMultiple) complain('the field holds many values, and one is needed')
    else {
      const items = found.data.items ?? []
      fields.push({
        field,
        code,
        type: found.data.type,
        idOf: new Map(items.map(({ ID, VALUE }) => [plain(VALUE), Number(ID)])),
        labelOf: new Map(items.map(({ ID, VALUE }) => [ID, VALUE])),
      })
    }
  }
  return { fields, problems }
}

/** "Crítico" and "critico" are one choice. */
export const plain = (label: string) => label.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase()
