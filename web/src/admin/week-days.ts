export type Place = { day: string; minute: number }
export type WeekDay = { day: string; worked: { from: number; to: number }[] }

const DAY_MIN = 24 * 60
const DAY_MS = DAY_MIN * 60_000

/** The local day, and the minute of it. */
export function placeOf(at: string | Date, timeZone: string): Place {
  const parts = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit' },
  }).formatToParts(new Date(at))
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return {
    day: `${of('year')}-${of('month')}-${of('day')}`,
    minute: Number(of('hour')) * 60 + Number(of('minute')),
  }
}

/** Seven days from this one on, each with the minutes of it that are worked. */
export function weekOf(
  from: string,
  worked: readonly { from: string; to: string }[],
  timeZone: string,
): WeekDay[] {
  const first = placeOf(from, timeZone).day
  const stretches = worked.map((one) => [placeOf(one.from, timeZone), placeOf(one.to, timeZone)] as const)
  return Array.from({ length: 7 }, (_, index) => {
    const day = new Date(Date.parse(first) + index * DAY_MS).toISOString().slice(0, 10)
    const parts = stretches
      .filter(([start, end]) => start.day <= day && end.day >= day)
      .map(([start, end]) => ({
        from: start.day === day ? start.minute : 0,
        to: end.day === day ? end.minute : DAY_MIN,
      }))
    return { day, worked: parts.filter((part) => part.to > part.from) }
  })
}
