import * as fs from 'node:fs'
import * as z from 'zod'
import { StartupError } from '#src/errors.ts'
import { type FieldCheck, NEEDED_LABELS, TICKET_FIELDS, type TicketField } from '#src/providers/crm-fields.ts'

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
  title: z.string().optional(),
  isMultiple: z.boolean().optional(),
  isRequired: z.boolean().optional(),
  isReadOnly: z.boolean().optional(),
  items: z.array(z.looseObject({ ID: z.coerce.string(), VALUE: z.string() })).optional(),
})
type Descriptor = z.output<typeof Descriptor>
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

/** What does not match is left out and named: a ticket is worth more than one of its fields. */
export function resolveFields(codes: FieldCodes, descriptors: Record<string, unknown>): FieldMap {
  const fields: PortalField[] = []
  const checks: FieldCheck[] = []
  for (const field of TICKET_FIELDS) {
    const code = codes[field]
    if (!code) continue
    const descriptor = Descriptor.safeParse(descriptors[code]).data
    checks.push(checkOf(field, code, descriptor))
    if (!descriptor || unusable(descriptor) !== null) continue
    const { type, items = [] } = descriptor
    const idOf = new Map(items.map(({ ID, VALUE }) => [plain(VALUE), Number(ID)]))
    const labelOf = new Map(items.map(({ ID, VALUE }) => [ID, VALUE]))
    fields.push({ field, code, type, idOf, labelOf })
  }
  return { fields, checks: [...checks, ...demandedOfOthers(codes, descriptors)] }
}

function checkOf(field: TicketField, place: string, descriptor: Descriptor | undefined): FieldCheck {
  const { type = null, items = [], isRequired = false } = descriptor ?? {}
  const choices = items.map(({ VALUE }) => VALUE)
  const needed = type === 'enumeration' ? (NEEDED_LABELS[field] ?? []) : []
  const labels = Object.fromEntries(
    needed.map((label) => [label, choices.find((one) => plain(one) === plain(label)) ?? null]),
  )
  const lacking = needed.filter((label) => labels[label] === null)
  const found = descriptor ? unusable(descriptor) : 'the portal has no such field'
  const told =
    found ??
    (lacking.length > 0 ? `there is no choice for ${lacking.join(', ')}` : null) ??
    (isRequired && FILLED_LATER.has(field) ? 'nobody can know it when a ticket is opened' : null)
  const isFatal = isRequired && told !== null
  const problem = isFatal ? `${told}, and the portal demands it of every deal` : told
  return { field, place, title: descriptor?.title ?? null, type, choices, labels, problem, isFatal }
}

/** What the requester says of the outcome. */
const FILLED_LATER: ReadonlySet<TicketField> = new Set(['rating', 'ratingComment'])

const READABLE = new Set(['string', 'enumeration', 'datetime', 'date', 'integer', 'double'])

function unusable({ type, isMultiple }: Descriptor): string | null {
  if (!READABLE.has(type)) return `fields of the type ${type} cannot be used for it`
  return isMultiple ? 'the field holds many values, and one is needed' : null
}

/** Of its own fields the portal says so too, and fills them itself when nobody does. */
function demandedOfOthers(codes: FieldCodes, descriptors: Record<string, unknown>): FieldCheck[] {
  const ours = new Set<string>(Object.values(codes))
  return Object.entries(descriptors).flatMap(([place, told]) => {
    const descriptor = Descriptor.safeParse(told).data
    if (!place.startsWith('UF_') || ours.has(place) || !descriptor?.isRequired || descriptor.isReadOnly)
      return []
    const { type, title = place, items = [] } = descriptor
    const choices = items.map(({ VALUE }) => VALUE)
    const problem = `the portal demands "${title}" of every deal, and nothing of ours fills it`
    return [{ field: null, place, title, type, choices, labels: {}, problem, isFatal: true }]
  })
}

/** "Crítico" and "critico" are one choice. */
export const plain = (label: string) => label.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase()
