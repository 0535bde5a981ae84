const DAY_MS = 24 * 3_600_000
const MOST_DAYS = 366
export const SPANS = [7, 30, 90] as const
export type Span = (typeof SPANS)[number]
const USUAL_SPAN: Span = 30

/** As it stands in the address: the last days, or those between two; the last month where nothing is said. */
export type PeriodSearch = { days?: Span } | { from: string; to: string }
export type Period = { from: string; to: string }

/** Out of an address that anybody may have typed: what makes no sense is left out. */
export function readPeriodSearch({ days, from, to }: Record<string, unknown>): PeriodSearch {
  if (typeof from === 'string' && typeof to === 'string' && isPeriod(from, to)) return { from, to }
  const span = SPANS.find((one) => one === days)
  return span === undefined || span === USUAL_SPAN ? {} : { days: span }
}

/** Up to today, which is the last of them. */
export function periodOf(search: PeriodSearch, today: string): Period {
  if ('from' in search) return search
  return { from: daysLater(today, 1 - spanOf(search)), to: today }
}

export const spanOf = (search: { days?: Span }): Span => search.days ?? USUAL_SPAN

export function isPeriod(from: string, to: string): boolean {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS
  return [from, to].every((day) => /^[12]\d{3}-\d\d-\d\d$/.test(day)) && days >= 0 && days < MOST_DAYS
}

/** The day that it is here, and not in Greenwich. */
export function dayOf(moment: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`
}

const daysLater = (day: string, days: number) =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
