export type Interval = { from: string; to: string }

/** "08:00-12:00, 14:00-18:00": as people write hours of a day; nothing is a day on which nobody works. */
export const hoursText = (hours: readonly Interval[]) =>
  hours.map(({ from, to }) => `${from}-${to}`).join(', ')

/** Null: not to be read. Also takes 8-12 and 8h30–12h. */
export function readHours(text: string): Interval[] | null {
  const parts = text
    .split(/[,;]+/)
    .map((part) => part.trim())
    .filter(Boolean)
  const read = parts.map((part) => {
    const [, from, to] = /^(.+?)\s*(?:-|–|—|às|a)\s*(.+)$/.exec(part) ?? []
    const [start, end] = [readTime(from), readTime(to)]
    return start && end && start < end ? { from: start, to: end } : null
  })
  return read.every((one) => one !== null) ? read : null
}

function readTime(text: string | undefined): string | null {
  const [, hour, minute = '00'] = /^(\d{1,2})(?:[:h.](\d{2})?)?$/.exec(text?.trim() ?? '') ?? []
  if (hour === undefined) return null
  const time = `${hour.padStart(2, '0')}:${minute}`
  return /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.test(time) ? time : null
}
