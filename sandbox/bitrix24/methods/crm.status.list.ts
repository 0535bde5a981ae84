import { listStatuses } from '#sandbox/bitrix24/crm/statuses.ts'
import { anyCase, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    const rows = listStatuses(portal, anyCase(params, 'filter'), anyCase(params, 'order'))
    return { result: rows, total: rows.length }
  },
}
