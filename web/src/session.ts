import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import { api, type User } from './api.ts'

export const sessionKey = ['session']

/** Who is signed in here; null: nobody. */
export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: api.currentUser,
  staleTime: 60_000,
})

/** For pages that only signed-in people see: the router has made sure of it. */
export function useUser() {
  const { data: user } = useQuery(sessionQuery)
  return user ?? null
}

export const readSession = (queryClient: QueryClient) => queryClient.ensureQueryData(sessionQuery)

export const isOfTheTeam = ({ role }: Pick<User, 'role'>) => role !== 'requester'
