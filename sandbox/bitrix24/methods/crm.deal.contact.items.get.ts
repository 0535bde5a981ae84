import { contactsOf, findDeal } from '#sandbox/bitrix24/crm/deals.ts'
import { classicFailure } from '#sandbox/bitrix24/failure.ts'
import { classicId, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    const id = classicId(params)
    if (!findDeal(portal, id)) throw classicFailure('Not found.')
    return {
      result: contactsOf(portal, id).map(({ CONTACT_ID, SORT, IS_PRIMARY }) => ({
        CONTACT_ID,
        SORT,
        ROLE_ID: 0,
        IS_PRIMARY,
      })),
    }
  },
}
