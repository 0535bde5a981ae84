import type { AccessFilter } from './privacy-api.ts'
import type { AccessSearch, PrivacySearch } from './privacy-search.ts'

const LARGEST = 2_147_483_647
const DAY_MS = 86_400_000

/** Out of an address that anybody may have typed: what makes no sense is left out. */
export function readAccessSearch({ user, purpose, from, to }: PrivacySearch): AccessSearch {
  return {
    ...(typeof user === 'number' && Number.isInteger(user) && user > 0 && user <= LARGEST && { user }),
    ...((purpose === 'crm' || purpose === 'export') && { purpose }),
    ...(isDay(from) && { from }),
    ...(isDay(to) && { to }),
  }
}

const isDay = (text: unknown): text is string =>
  typeof text === 'string' && /^[12]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))

export const isBackwards = ({ from, to }: AccessSearch) => from !== undefined && to !== undefined && to < from

/** As the gateway is asked: with the whole of the last day. */
export function filterOf({ user, purpose, from, to }: AccessSearch): AccessFilter {
  const midnight = (day: string) => new Date(`${day}T00:00`)
  return {
    ...(user && { user_id: user }),
    ...(purpose && { purpose }),
    ...(from && { from: midnight(from).toISOString() }),
    ...(to && { to: new Date(midnight(to).getTime() + DAY_MS).toISOString() }),
  }
}
