import { listOffline, showOffline } from '#sandbox/bitrix24/events/offline-queue.ts'
import { isAdminOnly, type Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: null,
  forApplications: 'WRONG_AUTH_TYPE',
  run({ portal, caller, params }) {
    isAdminOnly(caller)
    const { rows, total, next } = listOffline(portal, caller, params)
    const shown = rows.map((row) => ({
      ...showOffline(row),
      PROCESS_ID: row.PROCESS_ID,
      ERROR: String(row.ERROR),
    }))
    return { result: shown, total, next }
  },
}
