import { storageFor } from '#sandbox/bitrix24/disk/objects.ts'
import { showStorage } from '#sandbox/bitrix24/disk/show-object.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'disk',
  forApplications: 'ACCESS_DENIED',
  run({ portal, caller }) {
    const clientId = caller.clientId ?? ''
    return {
      result: showStorage(portal.write(caller, () => storageFor(portal, 'restapp', clientId, clientId))),
    }
  },
}
