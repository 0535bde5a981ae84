/** Every portal shows at least so much of a text before it cuts it. */
const LEAST_CUT = 100

type Value = string | null

/**
 * What a column is after a reading. `theirs`: undefined, the portal has no such field. `base`: as it was read last; undefined,
 * it never was, so what is there is what we sent ourselves. Ours stays where the portal cannot hold it, and where it only
 * writes the same in another way.
 */
export function mergeValue(ours: Value, theirs: Value | undefined, base: Value | undefined): Value {
  if (theirs === undefined) return ours
  if (theirs === null) return (base ?? null) === null ? ours : null
  if (ours === null) return theirs
  if (asSent(ours) === asSent(theirs)) return ours
  const isTouched = base !== undefined && base !== theirs
  return !isTouched && isSameChoice(ours, theirs) ? ours : theirs
}

/** Portals trim what is typed, and a line ends there in two ways. */
export const asSent = (text: string) => text.replaceAll('\r\n', '\n').trim()

/** One of its choices, which are called the same with other accents; or as much of it as the portal takes. */
function isSameChoice(ours: string, theirs: string): boolean {
  if (plain(ours) === plain(theirs)) return true
  const cut = asSent(theirs)
  return cut.length >= LEAST_CUT && asSent(ours).startsWith(cut)
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase()

const LONGEST_DAY_MS = 48 * 3_600_000

/** Moments: of what is kept to the second, or to the day, ours says more. */
export function mergeMoment(
  ours: Date | null,
  theirs: Value | undefined,
  base: Value | undefined,
): Date | null {
  const read = theirs === undefined || theirs === null ? theirs : momentOf(theirs)
  if (read === undefined) return ours
  if (read === null) return (base ?? null) === null || theirs !== null ? ours : null
  if (ours === null) return read
  const apartMs = Math.abs(ours.getTime() - read.getTime())
  if (apartMs < 1_000) return ours
  const isTouched = base !== undefined && base !== theirs
  const isDay = read.getTime() % 900_000 === 0 && /T0\d:00:00/.test(theirs ?? '')
  return !isTouched && isDay && apartMs < LONGEST_DAY_MS ? ours : read
}

function momentOf(text: string): Date | null {
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? null : at
}
