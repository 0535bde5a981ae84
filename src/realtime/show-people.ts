import type { UserId } from '#src/ids.ts'
import type { PeopleThere } from './events.ts'
import type { Doing } from './presence-note.ts'

export type There = { name: string; doing: Doing }

const MOST_SHOWN = 50

export const isCrowd = (people: ReadonlyMap<UserId, There>) => people.size > MOST_SHOWN

/** Those who write come first. That the team writes a note is for the team to know; to others they look. */
export function showPeople(people: ReadonlyMap<UserId, There>, isTeam: boolean): PeopleThere {
  const shown = [...people].map(([id, { name, doing }]) => {
    const isInternal = doing === 'noting'
    const state = doing === 'writing' || (isInternal && isTeam) ? ('writing' as const) : ('looking' as const)
    return { id, name, state, is_internal: isInternal && isTeam }
  })
  shown.sort(
    (one, other) => Number(other.state === 'writing') - Number(one.state === 'writing') || one.id - other.id,
  )
  return { people: shown.slice(0, MOST_SHOWN), people_count: shown.length }
}
