import { describeFields, plainField } from '#sandbox/bitrix24/crm/fields.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

const FIELDS = [
  plainField('ID', 'integer', { access: 'read' }),
  plainField('CREATED', 'datetime', { access: 'read' }),
  plainField('ENTITY_ID', 'integer', { access: 'create', isRequired: true }),
  plainField('ENTITY_TYPE', 'string', { access: 'create', isRequired: true }),
  plainField('AUTHOR_ID', 'user', { access: 'create' }),
  plainField('COMMENT', 'string', { isRequired: true }),
  plainField('FILES', 'attached_diskfile'),
]

export const method: Method = { scope: 'crm', run: () => ({ result: describeFields(FIELDS) }) }
