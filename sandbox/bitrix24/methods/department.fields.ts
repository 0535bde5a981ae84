import type { Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'department',
  run: () => ({
    result: { ID: 'ID', NAME: 'Nome', SORT: 'Ordem', PARENT: 'Departamento superior', UF_HEAD: 'Chefe' },
  }),
}
