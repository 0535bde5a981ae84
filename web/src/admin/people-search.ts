import type { User } from '../api.ts'

export const ROLES = ['requester', 'agent', 'lead', 'admin'] as const satisfies User['role'][]

export type PeopleSearch = { q?: string; role?: User['role']; active?: boolean }

/** As it stands in the address. */
export function readPeopleSearch({ q, role: wanted, active }: Record<string, unknown>): PeopleSearch {
  const role = ROLES.find((known) => known === wanted)
  return {
    ...((typeof q === 'string' || typeof q === 'number') && q !== '' && { q: String(q).slice(0, 64) }),
    ...(role && { role }),
    ...(typeof active === 'boolean' && { active }),
  }
}
