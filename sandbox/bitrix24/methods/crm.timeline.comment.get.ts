import { findComment } from '#sandbox/bitrix24/crm/comments.ts'
import { showComment } from '#sandbox/bitrix24/crm/show-comment.ts'
import { classicFailure } from '#sandbox/bitrix24/failure.ts'
import { classicId, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    const row = findComment(portal, classicId(params))
    if (!row) throw classicFailure('Not found.')
    return { result: showComment(portal, row) }
  },
}
