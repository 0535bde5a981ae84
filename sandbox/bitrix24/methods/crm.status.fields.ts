import { describeFields, plainField } from '#sandbox/bitrix24/crm/fields.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

const FIELDS = [
  plainField('ID', 'integer', { access: 'read' }),
  plainField('ENTITY_ID', 'string', { access: 'create', isRequired: true }),
  plainField('STATUS_ID', 'string', { access: 'create', isRequired: true }),
  plainField('SORT', 'integer'),
  plainField('NAME', 'string', { isRequired: true }),
  plainField('NAME_INIT', 'string', { access: 'read' }),
  plainField('SYSTEM', 'char', { access: 'read' }),
  plainField('CATEGORY_ID', 'integer', { access: 'create' }),
  plainField('COLOR', 'string'),
  plainField('SEMANTICS', 'char', { access: 'create' }),
  plainField('EXTRA', 'crm_status_extra'),
]

export const method: Method = { scope: 'crm', run: () => ({ result: describeFields(FIELDS) }) }
