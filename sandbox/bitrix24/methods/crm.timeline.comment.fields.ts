import { describeField, type Field } from '#sandbox/bitrix24/crm/fields.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

const field = (name: string, type: string, access: Field['access'], isRequired = false) =>
  [
    name,
    describeField({ name, itemName: name, type, title: name, access, ...(isRequired && { isRequired }) }),
  ] as const

export const method: Method = {
  scope: 'crm',
  run: () => ({
    result: Object.fromEntries([
      field('ID', 'integer', 'read'),
      field('CREATED', 'datetime', 'read'),
      field('ENTITY_ID', 'integer', 'create', true),
      field('ENTITY_TYPE', 'string', 'create', true),
      field('AUTHOR_ID', 'user', 'create'),
      field('COMMENT', 'string', 'write', true),
      field('FILES', 'attached_diskfile', 'write'),
    ]),
  }),
}
