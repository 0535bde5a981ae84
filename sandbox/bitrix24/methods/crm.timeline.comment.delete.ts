import { deleteComment } from '#sandbox/bitrix24/crm/comments.ts'
import { requireComment } from '#sandbox/bitrix24/crm/show-comment.ts'
import { ownerTypeName } from '#sandbox/bitrix24/crm/timeline.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    const id = requiredId(params, 'id')
    requireComment(portal, id)
    const bound = portal.db.all('SELECT * FROM comment_bindings WHERE COMMENT_ID = ?', id)
    if (bound.length < 2) {
      deleteComment(portal, caller, id)
      return { result: null }
    }
    // With an owner named it only leaves that one.
    const type = ownerTypeName(Number(params.ownerTypeId))
    if (!type || !params.ownerId)
      throw new PortalFailure(400, 'MULTIPLE_BINDINGS', 'The comment is bound to several entities')
    portal.db.run(
      'DELETE FROM comment_bindings WHERE COMMENT_ID = ? AND ENTITY_TYPE = ? AND ENTITY_ID = ?',
      id,
      type,
      Number(params.ownerId),
    )
    return { result: null }
  },
}
