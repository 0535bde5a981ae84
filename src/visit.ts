import { DEFAULT_LOCALE, type Locale } from './locale.ts'

/** Where a request came from: for limits, the audit log and the language of the answer. */
export type Visit = {
  requestId: string
  address: string
  /** The address, or the IPv6 network around it that one household or attacker holds: what limits count. */
  network: string
  userAgent: string | null
  locale: Locale
}

/** Nobody came over the network: somebody at the machine itself, or the start. */
export const localVisit = (requestId: string): Visit => ({
  requestId,
  address: 'local',
  network: 'local',
  userAgent: null,
  locale: DEFAULT_LOCALE,
})
