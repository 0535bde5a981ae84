import { requireComment } from '#sandbox/bitrix24/crm/show-comment.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

const MOST_PINNED = 3

export const method: Method = {
  scope: 'crm',
  run({ portal, params }) {
    const id = requiredId(params, 'id')
    const ownerId = requiredId(params, 'ownerId')
    requireComment(portal, id)
    const pinned = portal.db.get(
      `SELECT COUNT(*) AS total FROM comments JOIN comment_bindings ON COMMENT_ID = comments.ID
       WHERE PINNED = 1 AND ENTITY_ID = ? AND comments.ID <> ?`,
      ownerId,
      id,
    )
    if (Number(pinned?.total) >= MOST_PINNED)
      throw new PortalFailure(400, '0', 'Only three events can be added to favorites')
    portal.db.update('comments', id, { PINNED: 1 })
    return { result: null }
  },
}
