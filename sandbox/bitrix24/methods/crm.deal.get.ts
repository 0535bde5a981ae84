import { findDeal } from '#sandbox/bitrix24/crm/deals.ts'
import { classicDealFields, classicRow } from '#sandbox/bitrix24/crm/render.ts'
import { classicFailure } from '#sandbox/bitrix24/failure.ts'
import { classicId, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    const row = findDeal(portal, classicId(params))
    if (!row) throw classicFailure('Not found')
    return { result: classicRow(portal, row, classicDealFields(portal)) }
  },
}
