import { CONTACT_FIELDS } from '#sandbox/bitrix24/crm/contact-fields.ts'
import { addContact, readMultifields } from '#sandbox/bitrix24/crm/contacts.ts'
import { readInput } from '#sandbox/bitrix24/crm/read-input.ts'
import { classicFields, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    const fields = classicFields(params)
    const { values } = readInput(portal, CONTACT_FIELDS, fields, { names: 'classic', purpose: 'create' })
    return { result: addContact(portal, caller, values, readMultifields(fields)) }
  },
}
