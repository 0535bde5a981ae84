import { queryOptions } from '@tanstack/react-query'
import type { Category, CategoryChange, NewCategory } from '../../../src/tickets/category-body.ts'
import { call } from '../api.ts'

export type { Category }

const path = '/api/v1/admin/categories'
export const categoriesKey = ['categories']

export const categoriesQuery = queryOptions({
  queryKey: categoriesKey,
  queryFn: async () => (await call<{ items: Category[] }>('GET', path)).items,
})
export const categoryApi = {
  add: (category: NewCategory) => call<Category>('POST', path, category),
  change: (id: number, change: CategoryChange) => call<Category>('PATCH', `${path}/${id}`, change),
}
