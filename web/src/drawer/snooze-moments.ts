const SOONS = ['hours', 'tomorrow', 'week'] as const
export type Soon = (typeof SOONS)[number]

const MORNING = 9
const SOON_HOURS = 3

/** Tomorrow may be Monday. */
export const soons = (now: Date) =>
  SOONS.map((soon) => [soon, soonAt(soon, now)] as const).filter(
    ([, at], n, all) => all.findIndex(([, other]) => other.getTime() === at.getTime()) === n,
  )

/** By the clock of whoever asks: in a few hours, tomorrow morning, on Monday morning. */
export function soonAt(soon: Soon, now: Date): Date {
  const at = new Date(now)
  if (soon === 'hours') {
    at.setHours(at.getHours() + SOON_HOURS, at.getMinutes(), 0, 0)
    return at
  }
  // From a Monday on it is the next one.
  at.setDate(at.getDate() + (soon === 'tomorrow' ? 1 : (8 - at.getDay()) % 7 || 7))
  at.setHours(MORNING, 0, 0, 0)
  return at
}
