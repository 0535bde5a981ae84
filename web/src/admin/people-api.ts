import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import type { UserChange } from '../../../src/accounts/user.ts'
import { call, type NewUser, type User } from '../api.ts'
import { type Page, queryOf } from '../tickets/ticket-api.ts'
import type { PeopleSearch } from './people-search.ts'

export type { UserChange }

export const peopleKey = ['people']

export const peopleQuery = ({ q, role, active }: PeopleSearch) =>
  infiniteQueryOptions({
    queryKey: [...peopleKey, q, role, active],
    queryFn: ({ pageParam }) =>
      call<Page<User>>(
        'GET',
        `/api/v1/users${queryOf({ q, role, is_active: active, limit: 50, cursor: pageParam ?? undefined })}`,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
  })

export const peopleApi = {
  change: (id: number, change: UserChange) => call<User>('PATCH', `/api/v1/users/${id}`, change),
  /** Everybody begins as somebody who files tickets. */
  async create(user: NewUser, role: User['role']): Promise<User> {
    // By an admin: nobody else is asked.
    const created = await call<User>('POST', '/api/v1/users', user)
    return role === 'requester' ? created : peopleApi.change(created.id, { role })
  },
}
