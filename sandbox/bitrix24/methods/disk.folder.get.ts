import { requireObject, showObject } from '#sandbox/bitrix24/disk/show-object.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'disk',
  run: ({ portal, params }) => ({
    result: showObject(portal, requireObject(portal, requiredId(params, 'id'), 'folder')),
  }),
}
