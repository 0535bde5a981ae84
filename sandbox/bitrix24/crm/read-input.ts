import type { Row } from '#sandbox/bitrix24/database.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { type Field, readValue } from './fields.ts'
import { readFilePair, storeBytes } from './files.ts'

export type Input = { values: Row; contactIds?: number[] }
type Options = { names: 'classic' | 'item'; purpose: 'create' | 'update' }

/**
 * What a caller may write, out of what the caller sent. Unknown names and fields that cannot be written are passed over
 * in silence by both families; a value that makes no sense is an error to the new one, and nothing to the old.
 */
export function readInput(
  portal: Portal,
  fields: readonly Field[],
  input: Record<string, unknown>,
  { names, purpose }: Options,
): Input {
  const values: Row = {}
  let contactIds: number[] | undefined
  for (const [key, value] of Object.entries(input)) {
    const field = fields.find((one) =>
      names === 'classic'
        ? one.name === key.toUpperCase()
        : one.itemName === key || (one.custom && one.name === key),
    )
    if (!field || !isWritable(field, names, purpose)) continue
    if (field.name === 'CONTACT_IDS') {
      contactIds = (Array.isArray(value) ? value : [value]).map(Number).filter((id) => id > 0)
      continue
    }
    const read = field.type === 'file' ? readFiles(portal, field, value) : readValue(field, value)
    if (read !== undefined) values[field.name] = read
    else if (names === 'item')
      throw new PortalFailure(
        400,
        'CRM_FIELD_ERROR_VALUE_NOT_VALID',
        `O valor do campo "${field.title}" não é válido.`,
      )
  }
  return { values, ...(contactIds && { contactIds }) }
}

function isWritable(
  { access, name }: Field,
  names: 'classic' | 'item',
  purpose: 'create' | 'update',
): boolean {
  if (access === 'write') return true
  // Only crm.item.update moves a deal to another pipeline.
  return access === 'create' && (purpose === 'create' || (names === 'item' && name === 'CATEGORY_ID'))
}

/** New files as pairs of name and base64, kept ones as {id}; whatever is not listed is gone. */
function readFiles(portal: Portal, field: Field, value: unknown): string | null | undefined {
  const isPair = (one: unknown) => Array.isArray(one) && typeof one[0] === 'string'
  const list = field.isMultiple && Array.isArray(value) && !isPair(value) ? value : [value]
  const ids = list.flatMap((one: unknown) => {
    const wrapped = one && typeof one === 'object' ? (one as Record<string, unknown>) : {}
    if (wrapped.id !== undefined) return [Number(wrapped.id)]
    const pair = readFilePair(wrapped.fileData ?? one)
    return pair ? [storeBytes(portal, pair)] : []
  })
  if (ids.length === 0) return null
  return JSON.stringify(field.isMultiple ? ids : ids[0])
}
