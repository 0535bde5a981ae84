import { deleteDeal, findDeal } from '#sandbox/bitrix24/crm/deals.ts'
import { classicFailure } from '#sandbox/bitrix24/failure.ts'
import { classicId, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    const id = classicId(params)
    if (!findDeal(portal, id)) throw classicFailure('Not found')
    deleteDeal(portal, caller, id)
    return { result: true }
  },
}
