import { requireComment } from '#sandbox/bitrix24/crm/show-comment.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    const id = requiredId(params, 'id')
    requireComment(portal, id)
    portal.db.update('comments', id, { PINNED: 0 })
    return { result: null }
  },
}
