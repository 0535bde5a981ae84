import type { FieldMap } from './field-map.ts'

/** What is kept of an item: all of it but the document of a person, and addresses that open something for whoever has them. */
export function snapshotOf(item: unknown, { fields }: FieldMap): unknown {
  const secret = new Set(fields.flatMap(({ field, code }) => (field === 'cpf' ? code : [])))
  return keep(item, secret)
}

const CREDENTIAL = /https?:\/\/\S*?(?:\/rest\/|[?&](?:auth|token|access_token|sessid)=)\S*/gi

function keep(value: unknown, secret: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return value.replace(CREDENTIAL, '[address]')
  if (Array.isArray(value)) return value.map((one) => keep(one, secret))
  if (value === null || typeof value !== 'object') return value
  const kept: Record<string, unknown> = {}
  for (const [name, one] of Object.entries(value)) if (!secret.has(name)) kept[name] = keep(one, secret)
  return kept
}
