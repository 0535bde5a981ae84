import { changeTodo, readDeadline } from '#sandbox/bitrix24/crm/todo.ts'
import { type Method, required } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    const deadline = readDeadline(required(params, 'deadline'))
    return changeTodo(portal, caller, params, {
      DEADLINE: deadline,
      END_TIME: deadline,
      ...(params.title !== undefined && { SUBJECT: String(params.title) }),
      ...(params.description !== undefined && { DESCRIPTION: String(params.description) }),
      ...(params.responsibleId !== undefined && { RESPONSIBLE_ID: Number(params.responsibleId) }),
    })
  },
}
