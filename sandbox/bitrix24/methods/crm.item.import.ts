import { addItem, itemInput, itemType } from '#sandbox/bitrix24/crm/items.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    return { result: { item: { id: addItem(portal, caller, itemType(params), itemInput(params)) } } }
  },
}
