import { bindingsOf, findActivity, isBound, touchActivity, unbind } from '#sandbox/bitrix24/crm/activities.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    const activityId = requiredId(params, 'activityId')
    const binding = {
      ownerTypeId: requiredId(params, 'entityTypeId'),
      ownerId: requiredId(params, 'entityId'),
    }
    if (!findActivity(portal, activityId)) throw new PortalFailure(400, 'NOT_FOUND', 'Element not found')
    if (!isBound(portal, activityId, binding))
      throw new PortalFailure(400, 'BINDING_NOT_FOUND', 'Binding not found')
    if (bindingsOf(portal, activityId).length === 1)
      throw new PortalFailure(400, 'LAST_BINDING_CANNOT_BE_DELETED', 'Last binding cannot be deleted')
    portal.write(caller, () => {
      unbind(portal, activityId, binding)
      touchActivity(portal, activityId)
    })
    return { result: true }
  },
}
