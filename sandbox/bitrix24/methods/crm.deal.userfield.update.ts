import { findUserField } from '#sandbox/bitrix24/crm/show-user-field.ts'
import { forgetFields, itemsOf } from '#sandbox/bitrix24/crm/user-fields.ts'
import {
  classicFields,
  classicId,
  isAdminOnly,
  isYes,
  type Method,
  mapOf,
} from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    isAdminOnly(caller)
    const id = classicId(params)
    const row = findUserField(portal, id)
    const fields = classicFields(params)
    const items = mapOf(fields.LIST)
    portal.write(caller, () => {
      portal.db.update('user_fields', id, {
        ...(fields.SORT !== undefined && { SORT: Number(fields.SORT) }),
        ...(fields.MANDATORY !== undefined && { MANDATORY: isYes(fields.MANDATORY) ? 'Y' : 'N' }),
        ...(typeof fields.EDIT_FORM_LABEL === 'string' && { LABEL: fields.EDIT_FORM_LABEL }),
      })
      if (items) writeItems(id, Object.values(items))
      const data = { FIELDS: { ID: id, ENTITY_ID: 'CRM_DEAL', FIELD_NAME: String(row.FIELD_NAME) } }
      portal.announce('ONCRMDEALUSERFIELDUPDATE', `userfield:${id}`, data)
      if (items) portal.announce('ONCRMDEALUSERFIELDSETENUMVALUES', `userfield:${id}`, data)
      forgetFields(portal)
    })
    return { result: true }

    function writeItems(fieldId: number, list: unknown[]): void {
      for (const one of list) {
        const item = mapOf(one) ?? {}
        const known = itemsOf(portal, fieldId).find(({ ID }) => String(ID) === String(item.ID))
        if (known && isYes(item.DEL))
          portal.db.run('DELETE FROM user_field_items WHERE ID = ?', known.ID ?? null)
        else if (known) portal.db.update('user_field_items', Number(known.ID), { VALUE: String(item.VALUE) })
        else
          portal.db.insert('user_field_items', {
            FIELD_ID: fieldId,
            SORT: Number(item.SORT ?? 500),
            VALUE: String(item.VALUE ?? ''),
            DEF: isYes(item.DEF) ? 'Y' : 'N',
            XML_ID: item.XML_ID ? String(item.XML_ID) : null,
          })
      }
    }
  },
}
