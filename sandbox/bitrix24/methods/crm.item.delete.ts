import { deleteItem, findItem, itemType } from '#sandbox/bitrix24/crm/items.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    const typeId = itemType(params)
    const id = requiredId(params, 'id')
    findItem(portal, typeId, id)
    deleteItem(portal, caller, typeId, id)
    return { result: [] }
  },
}
