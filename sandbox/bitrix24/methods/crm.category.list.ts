import { allCategories, dealsOnly } from '#sandbox/bitrix24/crm/categories.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    dealsOnly(params)
    const categories = allCategories(portal)
    return { result: { categories }, total: categories.length }
  },
}
