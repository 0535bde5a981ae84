import { describeField } from '#sandbox/bitrix24/crm/fields.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

const field = (name: string, type: string) =>
  [name, describeField({ name, itemName: name, type, title: name, access: 'write' })] as const

export const method: Method = {
  scope: 'crm',
  run: () => ({
    result: Object.fromEntries([
      field('ID', 'integer'),
      field('ACTIVITY_ID', 'integer'),
      field('ENTITY_ID', 'integer'),
      field('ENTITY_TYPE_ID', 'integer'),
      field('TYPE', 'string'),
      field('VALUE', 'string'),
    ]),
  }),
}
