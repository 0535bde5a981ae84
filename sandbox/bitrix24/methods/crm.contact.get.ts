import { CONTACT_FIELDS } from '#sandbox/bitrix24/crm/contact-fields.ts'
import { findContact } from '#sandbox/bitrix24/crm/contacts.ts'
import { classicRow } from '#sandbox/bitrix24/crm/render.ts'
import { shownMultifields } from '#sandbox/bitrix24/crm/show-multifields.ts'
import { classicFailure } from '#sandbox/bitrix24/failure.ts'
import { classicId, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    const id = classicId(params)
    const row = findContact(portal, id)
    if (!row) throw classicFailure('Not found')
    return { result: { ...classicRow(portal, row, CONTACT_FIELDS), ...shownMultifields(portal, id) } }
  },
}
