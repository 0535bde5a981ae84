import { addItem, itemInput, itemType, wholeItem } from '#sandbox/bitrix24/crm/items.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run(call) {
    const typeId = itemType(call.params)
    const id = addItem(call.portal, call.caller, typeId, itemInput(call.params))
    return { result: { item: wholeItem(call, typeId, id) } }
  },
}
