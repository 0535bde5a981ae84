import { bindingsOf } from '#sandbox/bitrix24/crm/activities.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run: ({ portal, params }) => ({
    result: bindingsOf(portal, requiredId(params, 'activityId')).map(({ OWNER_TYPE_ID, OWNER_ID }) => ({
      entityTypeId: OWNER_TYPE_ID,
      entityId: OWNER_ID,
    })),
  }),
}
