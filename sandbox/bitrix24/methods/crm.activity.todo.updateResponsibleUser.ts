import { changeTodo } from '#sandbox/bitrix24/crm/todo.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run: ({ portal, caller, params }) =>
    changeTodo(portal, caller, params, { RESPONSIBLE_ID: requiredId(params, 'responsibleId') }),
}
