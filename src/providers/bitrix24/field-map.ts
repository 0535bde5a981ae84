import * as fs from 'node:fs'
import * as z from 'zod'
import { StartupError } from '#src/errors.ts'
import { type FieldCheck, TICKET_FIELDS, type TicketField } from '#src/providers/crm-provider.ts'

/** Which of the portal's fields keeps which of ours: the content of crm.fields.json. */
export const FieldCodes = z.partialRecord(
  z.enum(TICKET_FIELDS),
  z
    .string()
    .regex(/^UF_CRM_[A-Z0-9_]{1,43}$/, { error: 'is no code of a custom field, such as UF_CRM_1701707001' }),
)
export type FieldCodes = z.output<typeof FieldCodes>

/** A file that people edit, so what is wrong with it is told to people. */
export function readFieldCodes(file: string): FieldCodes {
  let content: unknown
  try {
    content = JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new StartupError(`${file} cannot be read: ${(cause as Error).message}`, { cause })
  }
  const codes = FieldCodes.safeParse(content)
  if (codes.success) return codes.data
  throw new StartupError(`${file} is wrong:\n${z.prettifyError(codes.error)}`)
}

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
export type FieldMap = { fields: readonly PortalField[]; checks: readonly FieldCheck[] }

const READABLE = new Set(['string', 'enumeration', 'datetime', 'date', 'integer', 'double'])

/** What does not match is left out and named: a ticket is worth more than one of its fields. */
export function resolveFields(codes: FieldCodes, descriptors: Record<string, unknown>): FieldMap {
  const fields: PortalField[] = []
  const checks: FieldCheck[] = []
  for (const field of TICKET_FIELDS) {
    const code = codes[field]
    if (!code) continue
    const found = Descriptor.safeParse(descriptors[code])
    const { type = null, isMultiple = false, items = [] } = found.success ? found.data : {}
    const problem = problemOf(type, isMultiple)
    checks.push({ field, place: code, type, choices: items.map(({ VALUE }) => VALUE), problem })
    if (type === null || problem !== null) continue
    const idOf = new Map(items.map(({ ID, VALUE }) => [plain(VALUE), Number(ID)]))
    const labelOf = new Map(items.map(({ ID, VALUE }) => [ID, VALUE]))
    fields.push({ field, code, type, idOf, labelOf })
  }
  return { fields, checks }
}

function problemOf(type: string | null, isMultiple: boolean): string | null {
  if (type === null) return 'the portal has no such field'
  if (!READABLE.has(type)) return `fields of the type ${type} cannot be used for it`
  return isMultiple ? 'the field holds many values, and one is needed' : null
}

/** "Crítico" and "critico" are one choice. */
export const plain = (label: string) => label.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase()
