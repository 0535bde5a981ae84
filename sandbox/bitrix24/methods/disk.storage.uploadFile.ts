import { requireStorage } from '#sandbox/bitrix24/disk/show-object.ts'
import { uploadInto } from '#sandbox/bitrix24/disk/upload.ts'
import { type Method, required, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'disk',
  isOutsideBatch: true,
  run({ portal, caller, params }) {
    const storage = requireStorage(portal, requiredId(params, 'id'))
    // Without bytes only folders give a link to send them to.
    required(params, 'fileContent')
    return { result: uploadInto(portal, caller, Number(storage.ROOT_OBJECT_ID), params) }
  },
}
