import { addItem, itemType } from '#sandbox/bitrix24/crm/items.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { type Call, type Method, mapOf, required } from '#sandbox/bitrix24/rest/call.ts'

const MOST_ITEMS = 20

export const method: Method = {
  scope: 'crm',
  run(call) {
    const typeId = itemType(call.params)
    const data = Object.values(mapOf(required(call.params, 'data')) ?? {})
    if (data.length > MOST_ITEMS)
      throw new PortalFailure(400, 'INVALID_ARG_VALUE', `Too many items: not more than ${MOST_ITEMS}`)
    return { result: { items: data.map((fields) => importOne(call, typeId, fields)) } }
  },
}

function importOne({ portal, caller }: Call, typeId: number, fields: unknown) {
  try {
    return { item: { id: addItem(portal, caller, typeId, mapOf(fields) ?? {}) } }
  } catch (error) {
    if (!(error instanceof PortalFailure)) throw error
    return { error: error.code, error_description: error.message }
  }
}
