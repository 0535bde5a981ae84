import { queryOptions } from '@tanstack/react-query'
import type { TeamMember } from '../../../src/accounts/list-team.ts'
import { call } from '../api.ts'

export type { TeamMember }

/** Whom tickets can be assigned to. */
export const teamQuery = queryOptions({
  queryKey: ['team'],
  queryFn: async () => (await call<{ items: TeamMember[] }>('GET', '/api/v1/team')).items,
  staleTime: 5 * 60_000,
})
