import { findStatus } from '#sandbox/bitrix24/crm/statuses.ts'
import { classicFields, classicId, isAdminOnly, type Method, mapOf } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    isAdminOnly(caller)
    const id = classicId(params)
    findStatus(portal, id)
    const fields = classicFields(params)
    const color = fields.COLOR ?? mapOf(fields.EXTRA)?.COLOR
    portal.db.update('statuses', id, {
      ...(fields.NAME !== undefined && { NAME: String(fields.NAME) }),
      ...(fields.SORT !== undefined && { SORT: Number(fields.SORT) }),
      ...(color !== undefined && { COLOR: String(color) }),
    })
    return { result: true }
  },
}
