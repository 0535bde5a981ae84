import { bind, findActivity, isBound, touchActivity } from '#sandbox/bitrix24/crm/activities.ts'
import { requireOwner } from '#sandbox/bitrix24/crm/todo.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

const MOST_BINDINGS = 100

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    const activityId = requiredId(params, 'activityId')
    const binding = {
      ownerTypeId: requiredId(params, 'entityTypeId'),
      ownerId: requiredId(params, 'entityId'),
    }
    if (!findActivity(portal, activityId)) throw new PortalFailure(400, 'NOT_FOUND', 'Element not found')
    requireOwner(portal, binding.ownerTypeId, binding.ownerId)
    if (isBound(portal, activityId, binding))
      throw new PortalFailure(400, 'ACTIVITY_IS_ALREADY_BOUND', 'Activity is already bound to this element')
    const bound = portal.db.get(
      'SELECT COUNT(*) AS total FROM activity_bindings WHERE ACTIVITY_ID = ?',
      activityId,
    )
    if (Number(bound?.total) >= MOST_BINDINGS)
      throw new PortalFailure(400, 'BINDINGS_LIMIT_EXCEEDED', 'Too many bindings')
    portal.write(caller, () => {
      bind(portal, activityId, binding)
      touchActivity(portal, activityId)
    })
    return { result: true }
  },
}
