/** Who is served first: whoever a person waits for, then the others in this order. Its place is what the table keeps. */
export const LANES = ['people', 'events', 'mail', 'reconcile', 'backfill'] as const
export type Lane = (typeof LANES)[number]

/**
 * How many jobs one worker has in hand at the most, most of which wait for their turn at the CRM; and how many of them
 * may be of each lane. What all but people hold together leaves places free, so that a person always finds one.
 */
export const PLACES = 256
const MOST: Record<Lane, number> = { people: 256, events: 160, mail: 16, reconcile: 32, backfill: 24 }
/** Of all places that are given away, every fifth goes to whichever job has been due the longest, so that no lane starves. */
const OLDEST_EVERY = 5

export const numberOf = (lane: Lane) => LANES.indexOf(lane)
export const laneOf = (number: number): Lane => LANES[number] ?? 'backfill'

/** By the lane's number. */
export function freePlaces(inHand: readonly number[]): number[] {
  const free = PLACES - inHand.length
  return LANES.map((lane, number) =>
    Math.max(0, Math.min(free, MOST[lane] - inHand.filter((held) => held === number).length)),
  )
}

/** Of so many places that are to be given away, how many go to the oldest; and how many were given. */
export function createTurns() {
  let given = 0
  return {
    shareOf: (places: number) => Math.floor(((given % OLDEST_EVERY) + places) / OLDEST_EVERY),
    gave: (places: number) => {
      given += places
    },
  }
}
