import type { CrmSearch, EventSearch } from './crm-search.ts'
import type { EventFilter, InboxEvent } from './sync-api.ts'

export const EVENT_STATES = [
  'waiting',
  'routed',
  'done',
  'parked',
  'ignored',
] as const satisfies InboxEvent['state'][]
const LARGEST_DEAL = 2_147_483_647

/** Out of an address that anybody may have typed: what makes no sense is left out. */
export function readEventSearch(search: CrmSearch): EventSearch {
  const state = EVENT_STATES.find((one) => one === search.state)
  const { deal, from, to } = search
  return {
    ...(state && { state }),
    ...(typeof deal === 'number' && Number.isInteger(deal) && deal > 0 && deal <= LARGEST_DEAL && { deal }),
    ...(isMoment(from) && { from }),
    ...(isMoment(to) && { to }),
  }
}

const isMoment = (text: unknown): text is string =>
  typeof text === 'string' && /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d$/.test(text) && !Number.isNaN(Date.parse(text))

export const isBackwards = ({ from, to }: EventSearch) => from !== undefined && to !== undefined && to <= from

/** As the gateway is asked. */
export function filterOf({ state, deal, from, to }: EventSearch): EventFilter {
  return {
    ...(state && { state }),
    ...(deal && { deal_id: deal }),
    ...(from && { from: new Date(from).toISOString() }),
    ...(to && { to: new Date(to).toISOString() }),
  }
}
