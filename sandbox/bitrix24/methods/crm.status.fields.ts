import { describeField, type Field } from '#sandbox/bitrix24/crm/fields.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

const field = (name: string, type: string, access: Field['access'] = 'write', isRequired = false) =>
  [
    name,
    describeField({ name, itemName: name, type, title: name, access, ...(isRequired && { isRequired }) }),
  ] as const

export const method: Method = {
  scope: 'crm',
  run: () => ({
    result: Object.fromEntries([
      field('ID', 'integer', 'read'),
      field('ENTITY_ID', 'string', 'create', true),
      field('STATUS_ID', 'string', 'create', true),
      field('SORT', 'integer'),
      field('NAME', 'string', 'write', true),
      field('NAME_INIT', 'string', 'read'),
      field('SYSTEM', 'char', 'read'),
      field('CATEGORY_ID', 'integer', 'create'),
      field('COLOR', 'string'),
      field('SEMANTICS', 'char', 'create'),
      field('EXTRA', 'crm_status_extra'),
    ]),
  }),
}
