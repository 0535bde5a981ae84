import type { IncomingMessage } from 'node:http'
import { isIP, isIPv6 } from 'node:net'

/**
 * Each proxy of ours appends whom it heard from, so with `proxyHops` proxies the client stands that many
 * places from the right; whatever stands further left, the client may have written itself.
 */
export function clientAddress(incoming: IncomingMessage, proxyHops: number): string {
  const heardFrom = incoming.socket.remoteAddress ?? 'unknown'
  if (proxyHops === 0) return plain(heardFrom)
  const forwarded = String(incoming.headers['x-forwarded-for'] ?? '').split(',')
  const client = forwarded.at(-proxyHops)?.trim() ?? ''
  return isIP(client) ? plain(client) : plain(heardFrom)
}

/** An IPv4 address as such, however the socket writes it. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '')

/** One household or attacker holds a whole /64, so limits count that. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail = ''] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  const rest = tail.split(':').filter(Boolean)
  const zeros = address.includes('::') ? 8 - groups.length - rest.length : 0
  return `${[...groups, ...Array<string>(zeros).fill('0'), ...rest].slice(0, 4).join(':')}::/64`
}
