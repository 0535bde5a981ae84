import type { Ticket } from './ticket-api.ts'

type Clock = NonNullable<Ticket['sla']['resolution']>
const NAMES = ['first_response', 'next_response', 'resolution'] as const
export type ClockName = (typeof NAMES)[number]
export type Left = { name: ClockName; clock: Clock; leftMs: number }

/** The promise that matters next: the one with the least time left; null: none is running. */
export function nextPromise({ sla }: Pick<Ticket, 'sla'>, now: number): Left | null {
  const open = NAMES.flatMap((name) => {
    const clock = sla[name]
    const leftMs = clock && leftOf(clock, now)
    return clock && typeof leftMs === 'number' ? [{ name, clock, leftMs }] : []
  })
  const running = open.filter(({ clock }) => !clock.paused)
  const [first] = (running.length > 0 ? running : open).sort((one, other) => one.leftMs - other.leftMs)
  return first ?? null
}

/**
 * `remaining_s` is working time at the moment of the answer, and which hours are worked nobody tells us. Up to the last
 * stretch before the deadline it stands; in that stretch plain time is working time, and it counts.
 */
export function leftOf({ due_at, remaining_s, paused }: Clock, now: number): number | null {
  if (remaining_s === null) return null
  const toldMs = remaining_s * 1_000
  if (paused || due_at === null) return toldMs
  return toldMs < 0 ? toldMs : Math.min(toldMs, Date.parse(due_at) - now)
}

/** Rounded so that it is late from the first second, and 1 min until the last. */
export function wholeMinutes(leftMs: number): number {
  return leftMs < 0 ? Math.floor(leftMs / 60_000) : Math.ceil(leftMs / 60_000)
}
