import { findUserField } from '#sandbox/bitrix24/crm/show-user-field.ts'
import { deleteUserField } from '#sandbox/bitrix24/crm/user-fields.ts'
import { classicId, isAdminOnly, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    isAdminOnly(caller)
    const id = classicId(params)
    const row = findUserField(portal, id)
    portal.write(caller, () => {
      deleteUserField(portal, id)
      portal.announce('ONCRMDEALUSERFIELDDELETE', `userfield:${id}`, {
        FIELDS: { ID: id, ENTITY_ID: 'CRM_DEAL', FIELD_NAME: String(row.FIELD_NAME) },
      })
    })
    return { result: true }
  },
}
