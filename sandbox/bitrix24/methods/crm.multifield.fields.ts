import { describeField } from '#sandbox/bitrix24/crm/fields.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

const field = (name: string, type: string, access: 'read' | 'write') =>
  [name, describeField({ name, itemName: name, type, title: name, access })] as const

export const method: Method = {
  scope: 'crm',
  run: () => ({
    result: Object.fromEntries([
      field('ID', 'integer', 'read'),
      field('TYPE_ID', 'string', 'write'),
      field('VALUE', 'string', 'write'),
      field('VALUE_TYPE', 'string', 'write'),
    ]),
  }),
}
