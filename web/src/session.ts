import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import { api, hasSignedIn, type User } from './api.ts'

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

let hasEnded = false

/** Not by whoever sits here: they will be told why they are asked to sign in again. */
export function endSession(queryClient: QueryClient): void {
  hasEnded = true
  queryClient.setQueryData(sessionKey, null)
  window.dispatchEvent(new Event(SESSION_ENDED))
}
export const SESSION_ENDED = 'ponte-session-ended'
export const hasSessionEnded = () => hasEnded || hasSignedIn()

/** What the one before was shown is none of the next one's business. */
export function startSession(queryClient: QueryClient, user: User | null): void {
  hasEnded = false
  queryClient.clear()
  if (user) queryClient.setQueryData(sessionKey, user)
}

export const readSession = (queryClient: QueryClient) => queryClient.ensureQueryData(sessionQuery)

export const isOfTheTeam = ({ role }: Pick<User, 'role'>) => role !== 'requester'
