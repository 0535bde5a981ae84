import { describeFields, plainField } from '#sandbox/bitrix24/crm/fields.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

const FIELDS = [
  plainField('ID', 'int', { access: 'read' }),
  plainField('NAME', 'string', { title: 'Nome', access: 'read' }),
  plainField('SYMBOL_CODE', 'string', { title: 'Código', access: 'read' }),
  plainField('SYMBOL_CODE_SHORT', 'string', { title: 'Código curto', access: 'read' }),
]

export const method: Method = { scope: 'crm', run: () => ({ result: describeFields(FIELDS) }) }
