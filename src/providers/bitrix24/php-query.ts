/**
 * A command of a batch: `crm.item.list?filter%5B%3Eid%5D=5`. Null for parameters that a query cannot say, since an
 * empty list would vanish from it: such a call has to go alone.
 */
export function encodeCommand(method: string, params: object): string | null {
  const pairs: string[] = []
  for (const [name, value] of Object.entries(params)) if (!encode(name, value, pairs)) return null
  return pairs.length > 0 ? `${method}?${pairs.join('&')}` : method
}

function encode(name: string, value: unknown, pairs: string[]): boolean {
  if (value === undefined) return true
  if (value === null || typeof value !== 'object') {
    pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(scalar(value))}`)
    return true
  }
  const entries = Object.entries(value)
  return entries.length > 0 && entries.every(([key, one]) => encode(`${name}[${key}]`, one, pairs))
}

const scalar = (value: unknown): string =>
  value === null ? '' : typeof value === 'boolean' ? (value ? '1' : '0') : String(value)
