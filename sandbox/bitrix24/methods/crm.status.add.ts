import { addStatus } from '#sandbox/bitrix24/crm/statuses.ts'
import { classicFields, isAdminOnly, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    isAdminOnly(caller)
    return { result: addStatus(portal, caller, classicFields(params)) }
  },
}
