import { contactsOf, findDeal, replaceContacts } from '#sandbox/bitrix24/crm/deals.ts'
import { classicFailure } from '#sandbox/bitrix24/failure.ts'
import { classicFields, classicId, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    const id = classicId(params)
    if (!findDeal(portal, id)) throw classicFailure('Not found.')
    const contactId = Number(classicFields(params).CONTACT_ID)
    const linked = contactsOf(portal, id).map(({ CONTACT_ID }) => Number(CONTACT_ID))
    if (!linked.includes(contactId)) return { result: false }
    portal.write(caller, () => {
      replaceContacts(
        portal,
        id,
        linked.filter((one) => one !== contactId),
      )
      portal.announce('ONCRMDEALUPDATE', `deal:${id}`, { FIELDS: { ID: id } })
    })
    return { result: true }
  },
}
