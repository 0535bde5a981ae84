import { findDeal, replaceContacts } from '#sandbox/bitrix24/crm/deals.ts'
import { classicFailure } from '#sandbox/bitrix24/failure.ts'
import { anyCase, classicId, isYes, type Method, mapOf } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    const id = classicId(params)
    if (!findDeal(portal, id)) throw classicFailure('Not found.')
    const items = Object.values(mapOf(anyCase(params, 'items')) ?? {}).map((item) => mapOf(item) ?? {})
    const ids = items.map(({ CONTACT_ID }) => Number(CONTACT_ID)).filter((one) => one > 0)
    const primary = items.find(({ IS_PRIMARY }) => isYes(IS_PRIMARY))
    portal.write(caller, () => {
      replaceContacts(portal, id, ids, primary ? Number(primary.CONTACT_ID) : ids[0])
      portal.announce('ONCRMDEALUPDATE', `deal:${id}`, { FIELDS: { ID: id } })
    })
    return { result: true }
  },
}
