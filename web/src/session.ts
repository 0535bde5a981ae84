import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import type { Action } from '../../src/auth/access.ts'
import { api, hasSignedIn, type Session, type User } from './api.ts'

let seqAtFirst: number | null = null
/** All that is shown is at least as new as this; null: that is not known. */
export const readSeqAtFirst = () => seqAtFirst

/** Who sits here, and what they may of what not everybody may. */
export type Me = User & { may: readonly Action[] }
const meOf = ({ user, may }: Session): Me => ({ ...user, may })

/** Who is signed in here; null: nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  async queryFn() {
    const session = await api.currentSession()
    seqAtFirst ??= session?.seq ?? null
    return session && meOf(session)
  },
  staleTime: 60_000,
})
/** Knows what may stand under it. */
export const { queryKey: sessionKey } = sessionQuery

/** For pages that only signed-in people see: the router has made sure of it. */
export function useUser() {
  const { data: user } = useQuery(sessionQuery)
  return user ?? null
}

/** What people change of themselves is not what they may. */
export const keepUser = (queryClient: QueryClient, user: User) =>
  queryClient.setQueryData(sessionKey, (me) => me && { ...me, ...user })

/** Whether it is worth showing; the gateway decides. */
export const useMay = (action: Action) => useUser()?.may.includes(action) ?? false

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
export function startSession(queryClient: QueryClient, session: Session | null): void {
  hasEnded = false
  queryClient.clear()
  seqAtFirst = session?.seq ?? null
  if (session) queryClient.setQueryData(sessionKey, meOf(session))
}

export const readSession = (queryClient: QueryClient) => queryClient.ensureQueryData(sessionQuery)

export const isOfTheTeam = ({ role }: Pick<User, 'role'>) => role !== 'requester'
