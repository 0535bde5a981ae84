import { deleteActivity } from '#sandbox/bitrix24/crm/activities.ts'
import { requireActivity } from '#sandbox/bitrix24/crm/show-activity.ts'
import { classicId, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    const id = classicId(params)
    requireActivity(portal, id)
    deleteActivity(portal, caller, id)
    return { result: true }
  },
}
