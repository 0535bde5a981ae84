import { dealsOnly, findCategory } from '#sandbox/bitrix24/crm/categories.ts'
import { itemInput } from '#sandbox/bitrix24/crm/items.ts'
import { isAdminOnly, type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    dealsOnly(params)
    isAdminOnly(caller)
    const id = requiredId(params, 'id')
    findCategory(portal, id)
    const { name, sort } = itemInput(params)
    if (id === 0)
      portal.keepSetting('defaultCategory', { ...findCategory(portal, 0), ...(name ? { name } : {}) })
    else
      portal.db.update('categories', id, {
        ...(name !== undefined && { NAME: String(name) }),
        ...(sort !== undefined && { SORT: Number(sort) }),
      })
    return { result: { category: findCategory(portal, id) } }
  },
}
