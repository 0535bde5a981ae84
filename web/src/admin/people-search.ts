import type { User } from '../api.ts'

export type PeopleSearch = { q?: string; role?: User['role']; active?: boolean }

/** As it stands in the address. */
export function readPeopleSearch({ q, role, active }: Record<string, unknown>): PeopleSearch {
  return {
    ...((typeof q === 'string' || typeof q === 'number') && q !== '' && { q: String(q).slice(0, 64) }),
    ...((role === 'requester' || role === 'agent' || role === 'admin') && { role }),
    ...(typeof active === 'boolean' && { active }),
  }
}
