import { describeFields, plainField } from '#sandbox/bitrix24/crm/fields.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

const FIELDS = [
  plainField('ID', 'integer', { access: 'read' }),
  plainField('TYPE_ID', 'string'),
  plainField('VALUE', 'string'),
  plainField('VALUE_TYPE', 'string'),
]

export const method: Method = { scope: 'crm', run: () => ({ result: describeFields(FIELDS) }) }
