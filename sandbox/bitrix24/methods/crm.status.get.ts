import { findStatus, showStatus } from '#sandbox/bitrix24/crm/statuses.ts'
import { classicId, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    return { result: showStatus(findStatus(portal, classicId(params))) }
  },
}
