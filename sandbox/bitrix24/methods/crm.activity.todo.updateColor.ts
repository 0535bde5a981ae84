import { changeTodo } from '#sandbox/bitrix24/crm/todo.ts'
import { type Method, required } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run: ({ portal, caller, params }) =>
    changeTodo(portal, caller, params, {
      SETTINGS: JSON.stringify({ COLOR: String(required(params, 'colorId')) }),
    }),
}
