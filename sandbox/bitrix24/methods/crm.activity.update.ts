import { updateActivity } from '#sandbox/bitrix24/crm/activities.ts'
import { ACTIVITY_FIELDS } from '#sandbox/bitrix24/crm/activity-fields.ts'
import { readInput } from '#sandbox/bitrix24/crm/read-input.ts'
import { requireActivity } from '#sandbox/bitrix24/crm/show-activity.ts'
import { readNewFiles } from '#sandbox/bitrix24/crm/show-comment.ts'
import { classicFields, classicId, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    const id = classicId(params)
    requireActivity(portal, id)
    const fields = classicFields(params)
    const { values } = readInput(portal, ACTIVITY_FIELDS, fields, { names: 'classic', purpose: 'update' })
    updateActivity(portal, caller, id, values, readNewFiles(fields))
    return { result: true }
  },
}
