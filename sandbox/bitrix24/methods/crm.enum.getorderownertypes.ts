import type { Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run: () => ({ result: [{ attribute: 'DYN', code: 'DEAL', id: 2, name: 'Negócio' }] }),
}
