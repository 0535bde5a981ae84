import { listChildren } from '#sandbox/bitrix24/disk/children.ts'
import { requireObject } from '#sandbox/bitrix24/disk/show-object.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'disk',
  run({ portal, params }) {
    const id = requiredId(params, 'id')
    requireObject(portal, id, 'folder')
    return listChildren(portal, id, params)
  },
}
