import { listStatuses } from '#sandbox/bitrix24/crm/statuses.ts'
import { anyCase, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    const rows = listStatuses(
      portal,
      { ENTITY_ID: String(anyCase(params, 'entityId') ?? '') },
      { SORT: 'ASC' },
    )
    return { result: rows.map(({ NAME, SORT, STATUS_ID }) => ({ NAME, SORT: Number(SORT), STATUS_ID })) }
  },
}
