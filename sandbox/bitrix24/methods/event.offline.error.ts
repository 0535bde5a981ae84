import { markOffline } from '#sandbox/bitrix24/events/offline-queue.ts'
import { isAdminOnly, type Method, required } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: null,
  forApplications: 'WRONG_AUTH_TYPE',
  run({ portal, caller, params }) {
    isAdminOnly(caller)
    markOffline(portal, caller, String(required(params, 'process_id')), required(params, 'message_id'))
    return { result: true }
  },
}
