import { addUserField, USER_FIELD_TYPES } from '#sandbox/bitrix24/crm/user-fields.ts'
import { classicFailure, PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { classicFields, isAdminOnly, isYes, type Method, mapOf } from '#sandbox/bitrix24/rest/call.ts'

const LONGEST_NAME = 50

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    isAdminOnly(caller)
    const fields = classicFields(params)
    const type = String(fields.USER_TYPE_ID ?? '')
    if (!fields.FIELD_NAME) throw classicFailure("The 'FIELD_NAME' field is not found.")
    if (!type) throw classicFailure("The 'USER_TYPE_ID' field is not found.")
    const asked = String(fields.FIELD_NAME).toUpperCase()
    const name = asked.startsWith('UF_CRM_') ? asked : `UF_CRM_${asked}`
    if (!/^[A-Z0-9_]+$/.test(name) || name.length > LONGEST_NAME)
      throw new PortalFailure(400, 'ERROR_CORE', 'O nome do campo não é válido.')
    if (!USER_FIELD_TYPES.some((one) => one === type))
      throw new PortalFailure(400, 'ERROR_CORE', 'O tipo do campo não é válido.')
    const items = Object.values(mapOf(fields.LIST) ?? {}).map((item) => mapOf(item) ?? {})
    const id = portal.write(caller, () => {
      const added = addUserField(portal, {
        name,
        type,
        label: labelOf(fields.EDIT_FORM_LABEL ?? fields.LABEL) || name,
        isMultiple: isYes(fields.MULTIPLE),
        isMandatory: isYes(fields.MANDATORY),
        xmlId: fields.XML_ID ? String(fields.XML_ID) : null,
        sort: Number(fields.SORT ?? 100),
        settings: mapOf(fields.SETTINGS) ?? [],
        items: items.map((item) => ({
          value: String(item.VALUE ?? ''),
          ...(item.SORT !== undefined && { sort: Number(item.SORT) }),
          isDefault: isYes(item.DEF),
          xmlId: item.XML_ID ? String(item.XML_ID) : null,
        })),
      })
      portal.announce('ONCRMDEALUSERFIELDADD', `userfield:${added}`, {
        FIELDS: { ID: added, ENTITY_ID: 'CRM_DEAL', FIELD_NAME: name },
      })
      return added
    })
    return { result: id }
  },
}

const labelOf = (label: unknown): string =>
  typeof label === 'string' ? label : String(Object.values(mapOf(label) ?? {}).find(Boolean) ?? '')
