import { addDeal } from '#sandbox/bitrix24/crm/deals.ts'
import { readInput } from '#sandbox/bitrix24/crm/read-input.ts'
import { hasCategory } from '#sandbox/bitrix24/crm/stages.ts'
import { dealFields } from '#sandbox/bitrix24/crm/user-fields.ts'
import { classicFailure } from '#sandbox/bitrix24/failure.ts'
import { classicFields, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    const { values, contactIds } = readInput(portal, dealFields(portal), classicFields(params), {
      names: 'classic',
      purpose: 'create',
    })
    if (!hasCategory(portal, Number(values.CATEGORY_ID ?? 0)))
      throw classicFailure('O valor do campo "Funil" não é válido.')
    return { result: addDeal(portal, caller, values, contactIds ? { contactIds } : {}) }
  },
}
