/**
 * The portal shows every moment in the offset of its server, whatever zone its users live in. Three hours, as in the
 * documents' samples, is far from the people of the demo on purpose: who takes the printed hours for theirs is wrong.
 */
export const PORTAL_OFFSET_HOURS = 3

const OFFSET = '+03:00'
const OFFSET_SECONDS = PORTAL_OFFSET_HOURS * 3_600

/** Unix seconds as `2026-05-14T10:26:32+03:00`. */
export function printMoment(seconds: number): string {
  return `${new Date((seconds + OFFSET_SECONDS) * 1_000).toISOString().slice(0, 19)}${OFFSET}`
}

/** A date has no hours, but is printed as UTC midnight in the portal's offset. */
export const printDate = (date: string) =>
  `${date}T${String(PORTAL_OFFSET_HOURS).padStart(2, '0')}:00:00${OFFSET}`

/** Unix seconds, or null for what is no moment. Without an offset the portal's own is meant. */
export function readMoment(text: string): number | null {
  const [, date, time = '00:00:00', offset = OFFSET] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/.exec(
      text.trim(),
    ) ?? []
  const at = date ? Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}${offset}`) : Number.NaN
  return Number.isNaN(at) ? null : Math.floor(at / 1_000)
}

export const readDate = (text: string): string | null => {
  const date = text.trim().slice(0, 10)
  return /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date)) ? date : null
}

export const dateOf = (seconds: number) => printMoment(seconds).slice(0, 10)
