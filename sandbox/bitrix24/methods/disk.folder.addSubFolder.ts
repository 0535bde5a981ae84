import { createFolder } from '#sandbox/bitrix24/disk/children.ts'
import { requireObject } from '#sandbox/bitrix24/disk/show-object.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'disk',
  run({ portal, caller, params }) {
    const id = requiredId(params, 'id')
    requireObject(portal, id, 'folder')
    return { result: createFolder(portal, caller, id, params) }
  },
}
