import { queryOptions } from '@tanstack/react-query'
import type { DepartmentAssignment } from '../../../src/tickets/assignment-settings.ts'
import { call } from '../api.ts'

export type { DepartmentAssignment }

const path = '/api/v1/admin/assignment'
type Answer = { items: DepartmentAssignment[] }

export const assignmentQuery = queryOptions({
  queryKey: ['assignment'],
  queryFn: async () => (await call<Answer>('GET', path)).items,
  // Who is here changes by itself.
  refetchInterval: 30_000,
})
export const switchAssignment = async (department: string, is_on: boolean) =>
  (await call<Answer>('PUT', path, { department, is_on })).items
