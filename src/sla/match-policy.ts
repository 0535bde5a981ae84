import type { Priority } from '#src/db/ticket-schema.ts'
import type { Policy, PolicyMatch } from './policy.ts'

/** What of a ticket decides which policy is its own. */
export type Matched = {
  /** Slug. */
  category: string | null
  priority: Priority
  department: string | null
  requesterDepartment: string | null
}

/** The first that fits, by position; null: the default. */
export function matchPolicy(policies: readonly Policy[], ticket: Matched): Policy | null {
  const inOrder = policies
    .filter(({ isActive }) => isActive)
    .toSorted((one, other) => one.position - other.position || (one.id ?? 0) - (other.id ?? 0))
  return inOrder.find(({ match }) => fits(match, ticket)) ?? null
}

function fits({ categories, priorities, departments, groups }: PolicyMatch, ticket: Matched): boolean {
  return (
    isOneOf(categories, ticket.category) &&
    isOneOf(priorities, ticket.priority) &&
    isOneOf(departments, ticket.department) &&
    isOneOf(groups, ticket.requesterDepartment)
  )
}

/** Departments are typed by people and by the CRM's: capitals, accents and spaces around them do not matter. */
function isOneOf(wanted: readonly string[] | undefined, value: string | null): boolean {
  if (wanted === undefined || wanted.length === 0) return true
  return value !== null && wanted.some((one) => plain(one) === plain(value))
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase()
