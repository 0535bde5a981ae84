import { requireActivity, showActivity } from '#sandbox/bitrix24/crm/show-activity.ts'
import { classicId, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run: ({ portal, params }) => ({
    result: showActivity(portal, requireActivity(portal, classicId(params))),
  }),
}
