import type { TeamMember } from '../tickets/team-query.ts'
import { PRIORITIES } from '../tickets/ticket-search.ts'
import type { LaneKind } from './board-search.ts'
import type { BoardTicket } from './board-ticket-type.ts'
import type { Wish } from './moves.ts'

/** Empty: nobody, none. */
export type Lane = { key: string; name: string }

export function laneKeyOf(kind: LaneKind, { assignee, priority, department }: BoardTicket): string {
  if (kind === 'priority') return priority
  if (kind === 'department') return department ?? ''
  if (!assignee) return ''
  return assignee.id === null ? `crm:${assignee.crm_id}` : String(assignee.id)
}

/** Those that have cards, in the order of their names; what belongs to nobody stands on top. */
export function lanesOf(kind: LaneKind, tickets: readonly BoardTicket[]): Lane[] {
  const lanes = new Map<string, string>()
  for (const ticket of tickets) {
    const key = laneKeyOf(kind, ticket)
    if (!lanes.has(key)) lanes.set(key, kind === 'assignee' ? (ticket.assignee?.name ?? '') : key)
  }
  if (kind === 'priority')
    return PRIORITIES.filter((one) => lanes.has(one)).map((key) => ({ key, name: key }))
  return [...lanes]
    .map(([key, name]) => ({ key, name }))
    .sort(
      (one, other) => Number(one.key !== '') - Number(other.key !== '') || one.name.localeCompare(other.name),
    )
}

/** What letting a card go in this lane means; null: that cannot be asked for from here. */
export function wishOfLane(kind: LaneKind, key: string, team: readonly TeamMember[]): Wish | null {
  if (kind === 'priority') {
    const priority = PRIORITIES.find((one) => one === key)
    return priority ? { change: { priority }, shown: { priority } } : null
  }
  if (kind === 'department') {
    const department = key || null
    return { change: { department }, shown: { department } }
  }
  if (key === '') return { change: { assigned_to: null }, shown: { assignee: null } }
  const person = team.find(({ id }) => String(id) === key)
  if (!person) return null
  const assignee = { id: person.id, crm_id: null, name: person.full_name, email: null }
  return { change: { assigned_to: person.id }, shown: { assignee } }
}
