import { moveToTrash } from '#sandbox/bitrix24/disk/children.ts'
import { requireObject, showObject } from '#sandbox/bitrix24/disk/show-object.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'disk',
  run({ portal, caller, params }) {
    const id = requiredId(params, 'id')
    requireObject(portal, id, 'folder')
    moveToTrash(portal, caller, id)
    return { result: showObject(portal, requireObject(portal, id)) }
  },
}
