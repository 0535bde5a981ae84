import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { SignUp } from '../../../src/accounts/waiting.ts'
import { call, type User } from '../api.ts'
import { type Page, queryOf } from '../tickets/ticket-api.ts'

export type { SignUp }

const path = '/api/v1/admin/sign-ups'
export const signUpsKey = ['sign-ups']

export const signUpsQuery = infiniteQueryOptions({
  queryKey: [...signUpsKey, 'list'],
  queryFn: ({ pageParam }) =>
    call<Page<SignUp>>('GET', `${path}${queryOf({ limit: 50, cursor: pageParam ?? undefined })}`),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next_cursor }) => next_cursor,
})

export const signUpCountQuery = queryOptions({
  queryKey: [...signUpsKey, 'count'],
  queryFn: async () => (await call<Page<SignUp>>('GET', `${path}${queryOf({ limit: 1 })}`)).total ?? 0,
  refetchInterval: 60_000,
})

export const signUpApi = {
  approve: (id: number, role: User['role']) =>
    call<SignUp>('POST', `${path}/${id}/approve`, role === 'requester' ? {} : { role }),
  refuse: (id: number, reason: string) => call<SignUp>('POST', `${path}/${id}/refuse`, { reason }),
}
