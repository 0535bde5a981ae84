import { readOffline, showOffline } from '#sandbox/bitrix24/events/offline-queue.ts'
import { isAdminOnly, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: null,
  forApplications: 'WRONG_AUTH_TYPE',
  run({ portal, caller, params }) {
    isAdminOnly(caller)
    const { processId, rows } = readOffline(portal, caller, params)
    return { result: { process_id: processId, events: rows.map(showOffline) } }
  },
}
