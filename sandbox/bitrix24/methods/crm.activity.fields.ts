import { ACTIVITY_EXTRAS, ACTIVITY_FIELDS } from '#sandbox/bitrix24/crm/activity-fields.ts'
import { describeFields } from '#sandbox/bitrix24/crm/fields.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run: () => ({ result: describeFields([...ACTIVITY_FIELDS, ...ACTIVITY_EXTRAS]) }),
}
