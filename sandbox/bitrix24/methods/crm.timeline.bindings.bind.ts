import { requireComment } from '#sandbox/bitrix24/crm/show-comment.ts'
import { OWNER_TYPES, ownerExists } from '#sandbox/bitrix24/crm/timeline.ts'
import { missingParameter, PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { type Method, mapOf } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    const fields = mapOf(params.fields)
    if (!fields) throw missingParameter('fields')
    const type = String(fields.ENTITY_TYPE ?? '')
    const entityId = Number(fields.ENTITY_ID)
    requireComment(portal, Number(fields.OWNER_ID))
    if (!ownerExists(portal, OWNER_TYPES[type] ?? 0, entityId))
      throw new PortalFailure(400, 'OWNER_NOT_FOUND', 'Owner was not found')
    portal.db.run(
      'INSERT OR IGNORE INTO comment_bindings (COMMENT_ID, ENTITY_TYPE, ENTITY_ID) VALUES (?, ?, ?)',
      Number(fields.OWNER_ID),
      type,
      entityId,
    )
    return { result: true }
  },
}
