import { bind, findActivity, isBound, touchActivity, unbind } from '#sandbox/bitrix24/crm/activities.ts'
import { requireOwner } from '#sandbox/bitrix24/crm/todo.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    const activityId = requiredId(params, 'activityId')
    const source = {
      ownerTypeId: requiredId(params, 'sourceEntityTypeId'),
      ownerId: requiredId(params, 'sourceEntityId'),
    }
    const target = {
      ownerTypeId: requiredId(params, 'targetEntityTypeId'),
      ownerId: requiredId(params, 'targetEntityId'),
    }
    if (!findActivity(portal, activityId)) throw new PortalFailure(400, 'NOT_FOUND', 'Element not found')
    if (source.ownerTypeId !== target.ownerTypeId)
      throw new PortalFailure(
        400,
        'SOURCE_AND_TARGET_ENTITY_TYPES_ARE_NOT_EQUAL',
        'Entity types are not equal',
      )
    if (!isBound(portal, activityId, source))
      throw new PortalFailure(400, 'BINDING_NOT_FOUND', 'Binding not found')
    requireOwner(portal, target.ownerTypeId, target.ownerId)
    portal.write(caller, () => {
      bind(portal, activityId, target)
      unbind(portal, activityId, source)
      touchActivity(portal, activityId)
    })
    return { result: true }
  },
}
