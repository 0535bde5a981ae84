import { dealsOnly, findCategory } from '#sandbox/bitrix24/crm/categories.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    dealsOnly(params)
    return { result: { category: findCategory(portal, requiredId(params, 'id')) } }
  },
}
