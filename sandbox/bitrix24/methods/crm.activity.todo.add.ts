import { ACTIVITY, addActivity } from '#sandbox/bitrix24/crm/activities.ts'
import { readDeadline, requireOwner } from '#sandbox/bitrix24/crm/todo.ts'
import { type Method, required, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    const ownerTypeId = requiredId(params, 'ownerTypeId')
    const ownerId = requiredId(params, 'ownerId')
    const deadline = readDeadline(required(params, 'deadline'))
    requireOwner(portal, ownerTypeId, ownerId)
    const id = addActivity(portal, caller, {
      values: {
        OWNER_TYPE_ID: ownerTypeId,
        OWNER_ID: ownerId,
        TYPE_ID: ACTIVITY.provider,
        SUBJECT: String(params.title ?? 'Tarefa'),
        DESCRIPTION: String(params.description ?? ''),
        RESPONSIBLE_ID: Number(params.responsibleId ?? caller.userId),
        DEADLINE: deadline,
        END_TIME: deadline,
      },
      communications: [],
      bindings: [],
      files: [],
    })
    return { result: { id } }
  },
}
