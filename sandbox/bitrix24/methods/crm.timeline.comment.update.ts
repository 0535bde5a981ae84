import { updateComment } from '#sandbox/bitrix24/crm/comments.ts'
import { readNewFiles, requireComment } from '#sandbox/bitrix24/crm/show-comment.ts'
import { missingParameter, PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { type Method, mapOf, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    const id = requiredId(params, 'id')
    const fields = mapOf(params.fields)
    if (!fields) throw missingParameter('fields')
    requireComment(portal, id)
    const text = String(fields.COMMENT ?? '')
    if (text.trim() === '') throw new PortalFailure(400, 'INVALID_ARG_VALUE', 'Empty comment message')
    updateComment(portal, caller, id, text, readNewFiles(fields))
    return { result: id }
  },
}
