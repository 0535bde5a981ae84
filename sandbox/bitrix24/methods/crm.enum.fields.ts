import { describeField } from '#sandbox/bitrix24/crm/fields.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

const field = (name: string, type: string, title: string) =>
  [name, describeField({ name, itemName: name, type, title, access: 'read' })] as const

export const method: Method = {
  scope: 'crm',
  run: () => ({
    result: Object.fromEntries([
      field('ID', 'int', 'ID'),
      field('NAME', 'string', 'Nome'),
      field('SYMBOL_CODE', 'string', 'Código'),
      field('SYMBOL_CODE_SHORT', 'string', 'Código curto'),
    ]),
  }),
}
