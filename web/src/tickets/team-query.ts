import { queryOptions } from '@tanstack/react-query'
import type { TeamMember } from '../../../src/accounts/list-team.ts'
import type { BoardChoices } from '../../../src/deals/list-choices.ts'
import { call } from '../api.ts'

export type { TeamMember }

/** Whom tickets can be assigned to. */
export const teamQuery = queryOptions({
  queryKey: ['team'],
  queryFn: async () => (await call<{ items: TeamMember[] }>('GET', '/api/v1/team')).items,
  staleTime: 5 * 60_000,
})

/** Departments and tags that open tickets have. */
export const choicesQuery = queryOptions({
  queryKey: ['board-choices'],
  queryFn: () => call<BoardChoices>('GET', '/api/v1/board/choices'),
  staleTime: 60_000,
})
