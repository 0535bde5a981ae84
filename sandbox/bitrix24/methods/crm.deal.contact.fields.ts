import { describeField } from '#sandbox/bitrix24/crm/fields.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

const field = (name: string, type: string, title: string, isRequired = false) =>
  [
    name,
    describeField({ name, itemName: name, type, title, access: 'write', ...(isRequired && { isRequired }) }),
  ] as const

export const method: Method = {
  scope: 'crm',
  run: () => ({
    result: Object.fromEntries([
      field('CONTACT_ID', 'integer', 'Contato', true),
      field('SORT', 'integer', 'Ordem'),
      field('IS_PRIMARY', 'char', 'Principal'),
    ]),
  }),
}
