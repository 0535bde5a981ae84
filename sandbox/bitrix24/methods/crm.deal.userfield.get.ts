import { findUserField, showUserField } from '#sandbox/bitrix24/crm/show-user-field.ts'
import { classicId, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    return { result: showUserField(portal, findUserField(portal, classicId(params)), 'by-language') }
  },
}
