import { requireObject } from '#sandbox/bitrix24/disk/show-object.ts'
import { uploadInto } from '#sandbox/bitrix24/disk/upload.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'disk',
  isOutsideBatch: true,
  run({ portal, caller, params }) {
    const id = requiredId(params, 'id')
    requireObject(portal, id, 'folder')
    return { result: uploadInto(portal, caller, id, params) }
  },
}
