import { findStatus } from '#sandbox/bitrix24/crm/statuses.ts'
import { classicFailure } from '#sandbox/bitrix24/failure.ts'
import { anyCase, classicId, isAdminOnly, isYes, type Method, mapOf } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    isAdminOnly(caller)
    const id = classicId(params)
    const row = findStatus(portal, id)
    if (row.SYSTEM === 'Y' && !isYes(mapOf(anyCase(params, 'params'))?.FORCED))
      throw classicFailure('CRM System Status can not be deleted')
    if (portal.db.get('SELECT ID FROM deals WHERE STAGE_ID = ? LIMIT 1', row.STATUS_ID ?? null))
      throw classicFailure('Há negócios nesta etapa')
    portal.db.run('DELETE FROM statuses WHERE ID = ?', id)
    return { result: true }
  },
}
