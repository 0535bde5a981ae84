import { itemType, wholeItem } from '#sandbox/bitrix24/crm/items.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run(call) {
    return { result: { item: wholeItem(call, itemType(call.params), requiredId(call.params, 'id')) } }
  },
}
