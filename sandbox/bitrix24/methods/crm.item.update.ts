import { itemInput, itemType, updateItem, wholeItem } from '#sandbox/bitrix24/crm/items.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run(call) {
    const typeId = itemType(call.params)
    const id = requiredId(call.params, 'id')
    updateItem(call.portal, call.caller, typeId, id, itemInput(call.params))
    return { result: { item: wholeItem(call, typeId, id) } }
  },
}
