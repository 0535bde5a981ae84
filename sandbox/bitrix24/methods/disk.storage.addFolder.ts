import { createFolder } from '#sandbox/bitrix24/disk/children.ts'
import { requireStorage } from '#sandbox/bitrix24/disk/show-object.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'disk',
  run({ portal, caller, params }) {
    const storage = requireStorage(portal, requiredId(params, 'id'))
    return { result: createFolder(portal, caller, Number(storage.ROOT_OBJECT_ID), params) }
  },
}
