import { addComment } from '#sandbox/bitrix24/crm/comments.ts'
import { readNewFiles } from '#sandbox/bitrix24/crm/show-comment.ts'
import { missingParameter, PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { type Method, mapOf } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    const fields = mapOf(params.fields)
    if (!fields) throw missingParameter('fields')
    const text = String(fields.COMMENT ?? '')
    if (text.trim() === '') throw new PortalFailure(400, 'INVALID_ARG_VALUE', 'Empty comment message')
    const authorId = Number(fields.AUTHOR_ID)
    const id = addComment(portal, caller, {
      entityType: String(fields.ENTITY_TYPE ?? ''),
      entityId: Number(fields.ENTITY_ID),
      text,
      ...(Number.isSafeInteger(authorId) && authorId > 0 && { authorId }),
      files: readNewFiles(fields) ?? [],
    })
    return { result: id }
  },
}
