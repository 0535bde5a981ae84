import { findDeal, updateDeal } from '#sandbox/bitrix24/crm/deals.ts'
import { readInput } from '#sandbox/bitrix24/crm/read-input.ts'
import { dealFields } from '#sandbox/bitrix24/crm/user-fields.ts'
import { classicFailure } from '#sandbox/bitrix24/failure.ts'
import { classicFields, classicId, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    const deal = findDeal(portal, classicId(params))
    if (!deal) throw classicFailure('Not found')
    const { values, contactIds } = readInput(portal, dealFields(portal), classicFields(params), {
      names: 'classic',
      purpose: 'update',
    })
    updateDeal(portal, caller, deal, values, contactIds ? { contactIds } : {})
    return { result: true }
  },
}
