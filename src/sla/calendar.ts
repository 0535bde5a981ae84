/** From 1, Monday, to 7, Sunday. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** Local times of one day, HH:MM; `to` is the first minute that is not meant any more, 24:00 the end of the day. */
export type Interval = Readonly<{ from: string; to: string }>

/**
 * Takes working time away and never adds any: worked is what weekday and holiday both say, and with `hours: []` nothing.
 * `date` is one day (2026-12-25), a day of every year (12-25), or so many days from Easter Sunday (easter-2).
 */
export type Holiday = Readonly<{ date: string; name: string; hours: readonly Interval[] }>

export type HoursCalendar = Readonly<{
  kind: 'hours'
  id: number | null
  name: string
  /** IANA. */
  timeZone: string
  hours: Readonly<Record<Weekday, readonly Interval[]>>
  holidays: readonly Holiday[]
}>

/** When work is done. It goes into histories as JSON, and into columns. */
export type Calendar = HoursCalendar | Readonly<{ kind: 'always' }>

export const ALWAYS: Calendar = { kind: 'always' }
