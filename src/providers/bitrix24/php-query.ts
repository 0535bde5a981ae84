/**
 * A command of a batch: `crm.item.list?filter%5B%3Eid%5D=5`. Null for parameters that a query cannot say: an empty list
 * would vanish from it, and a text that looks like a reference becomes what another command answered, which may be nobody's
 * business. Such a call has to go alone.
 */
export function encodeCommand(method: string, params: object): string | null {
  const pairs: string[] = []
  for (const [name, value] of Object.entries(params)) if (!encode(name, value, pairs)) return null
  return pairs.length > 0 ? `${method}?${pairs.join('&')}` : method
}

function encode(name: string, value: unknown, pairs: string[]): boolean {
  if (value === undefined) return true
  if (value === null || typeof value !== 'object') {
    if (typeof value === 'string' && REFERENCE.test(value)) return false
    pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(scalar(value))}`)
    return true
  }
  const entries = Object.entries(value)
  return entries.length > 0 && entries.every(([key, one]) => encode(`${name}[${key}]`, one, pairs))
}

/** `$result[name][path]`, and its siblings `$result_total` and so on. */
const REFERENCE = /\$result/i

/** Half of a sign, as what cuts texts by their length leaves it, can be said in no query, and in no JSON that PHP reads. */
export const wholeSigns = (text: string) => text.toWellFormed()

const scalar = (value: unknown): string =>
  value === null ? '' : typeof value === 'boolean' ? (value ? '1' : '0') : wholeSigns(String(value))
