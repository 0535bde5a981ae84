import { contactsOf, findDeal, replaceContacts } from '#sandbox/bitrix24/crm/deals.ts'
import { classicFailure } from '#sandbox/bitrix24/failure.ts'
import { classicFields, classicId, isYes, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    const id = classicId(params)
    if (!findDeal(portal, id)) throw classicFailure('Not found.')
    const fields = classicFields(params)
    const contactId = Number(fields.CONTACT_ID)
    if (!Number.isSafeInteger(contactId) || contactId <= 0)
      throw classicFailure('The parameter fields.CONTACT_ID is required')
    const linked = contactsOf(portal, id)
    if (linked.some(({ CONTACT_ID }) => CONTACT_ID === contactId)) return { result: false }
    const primary = linked.find(({ IS_PRIMARY }) => IS_PRIMARY === 'Y')?.CONTACT_ID
    portal.write(caller, () => {
      const ids = [...linked.map(({ CONTACT_ID }) => Number(CONTACT_ID)), contactId]
      replaceContacts(portal, id, ids, isYes(fields.IS_PRIMARY) || !primary ? contactId : Number(primary))
      portal.announce('ONCRMDEALUPDATE', `deal:${id}`, { FIELDS: { ID: id } })
    })
    return { result: true }
  },
}
