import * as dns from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** For addresses that strangers name: whoever calls them must not reach into our own network. */

/** IANA's special-purpose addresses, of which no one is anybody's server out there. */
const NOT_PUBLIC_4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
]
/** Of all that is given out, 2000::/3, these are not servers, or lead to an IPv4 address that nobody has looked at. */
const NOT_PUBLIC_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

const blocked = new BlockList()
for (const [ranges, family] of [
  [NOT_PUBLIC_4, 'ipv4'],
  [NOT_PUBLIC_6, 'ipv6'],
] as const)
  for (const range of ranges) {
    const [network = '', bits] = range.split('/')
    blocked.addSubnet(network, Number(bits), family)
  }
const givenOut = new BlockList()
givenOut.addSubnet('2000::', 3, 'ipv6')

/** @param address an IP address */
export function isPublic(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !blocked.check(address, 'ipv4')
    case 6:
      return givenOut.check(address, 'ipv6') && !blocked.check(address, 'ipv6')
    default:
      return false
  }
}

/** One of a name's addresses is none that anybody may be led to. */
export class NotPublic extends Error {
  override readonly name = 'NotPublic'
}

/** For `http.request`, which connects to what this has looked at: asked again, the name might have another answer. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  dns.lookup(hostname, { ...options, all: true }, (error, found) => {
    const [first] = found ?? []
    if (error || !first) return callback(error ?? new Error('a name without an address'), [])
    if (!found.every(({ address }) => isPublic(address))) return callback(new NotPublic('not public'), [])
    if (options.all) return callback(null, found)
    return callback(null, first.address, first.family)
  })
}
