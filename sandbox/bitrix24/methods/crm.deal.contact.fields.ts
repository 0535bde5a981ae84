import { describeFields, plainField } from '#sandbox/bitrix24/crm/fields.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

const FIELDS = [
  plainField('CONTACT_ID', 'integer', { title: 'Contato', isRequired: true }),
  plainField('SORT', 'integer', { title: 'Ordem' }),
  plainField('IS_PRIMARY', 'char', { title: 'Principal' }),
]

export const method: Method = { scope: 'crm', run: () => ({ result: describeFields(FIELDS) }) }
