import { describeFields, plainField } from '#sandbox/bitrix24/crm/fields.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

const FIELDS = [
  plainField('ID', 'integer'),
  plainField('ACTIVITY_ID', 'integer'),
  plainField('ENTITY_ID', 'integer'),
  plainField('ENTITY_TYPE_ID', 'integer'),
  plainField('TYPE', 'string'),
  plainField('VALUE', 'string'),
]

export const method: Method = { scope: 'crm', run: () => ({ result: describeFields(FIELDS) }) }
