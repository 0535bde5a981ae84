import { changeTodo } from '#sandbox/bitrix24/crm/todo.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run: ({ portal, caller, params }) =>
    changeTodo(portal, caller, params, { DESCRIPTION: String(params.value ?? '') }),
}
