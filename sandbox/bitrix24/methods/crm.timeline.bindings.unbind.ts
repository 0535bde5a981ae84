import { requireComment } from '#sandbox/bitrix24/crm/show-comment.ts'
import { missingParameter } from '#sandbox/bitrix24/failure.ts'
import { type Method, mapOf } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    const fields = mapOf(params.fields)
    if (!fields) throw missingParameter('fields')
    requireComment(portal, Number(fields.OWNER_ID))
    portal.db.run(
      'DELETE FROM comment_bindings WHERE COMMENT_ID = ? AND ENTITY_TYPE = ? AND ENTITY_ID = ?',
      Number(fields.OWNER_ID),
      String(fields.ENTITY_TYPE ?? ''),
      Number(fields.ENTITY_ID),
    )
    return { result: true }
  },
}
