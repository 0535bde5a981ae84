/** JSON holds these, and Postgres does not: a NUL, and half of a sign that needs two. */
const UNSTORABLE = /\\u(?:0000|d[89a-f][\da-f]{2})/i

/** As Postgres can keep it; people paste anything into a CRM. */
export const storableText = (text: string) => text.toWellFormed().replaceAll('\0', '')

/** As it will be kept as JSON: itself, unless something in it has to be left out. */
export function storable(value: unknown): unknown {
  const text = JSON.stringify(value) ?? 'null'
  return UNSTORABLE.test(text) ? cleaned(JSON.parse(text)) : value
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(cleaned)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [storableText(name), cleaned(one)]))
}
