import { CONTACT_FIELDS } from '#sandbox/bitrix24/crm/contact-fields.ts'
import { findContact, readMultifields, updateContact } from '#sandbox/bitrix24/crm/contacts.ts'
import { readInput } from '#sandbox/bitrix24/crm/read-input.ts'
import { classicFailure } from '#sandbox/bitrix24/failure.ts'
import { classicFields, classicId, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    const id = classicId(params)
    if (!findContact(portal, id)) throw classicFailure('Not found')
    const fields = classicFields(params)
    const { values } = readInput(portal, CONTACT_FIELDS, fields, { names: 'classic', purpose: 'update' })
    updateContact(portal, caller, id, values, readMultifields(fields))
    return { result: true }
  },
}
