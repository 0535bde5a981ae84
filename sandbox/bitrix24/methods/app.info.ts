import type { Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: null,
  forApplications: 'ACCESS_DENIED',
  run({ portal, caller }) {
    const row = portal.db.get('SELECT * FROM applications WHERE CLIENT_ID = ?', caller.clientId ?? '')
    return {
      result: {
        ID: '1',
        CODE: row?.CLIENT_ID ?? '',
        VERSION: '1',
        STATUS: 'L',
        INSTALLED: row?.INSTALLED === 1,
        PAYMENT_EXPIRED: 'N',
        DAYS: null,
        LANGUAGE_ID: 'br',
        LICENSE: 'br_standard',
        LICENSE_TYPE: 'standard',
        LICENSE_FAMILY: 'standard',
      },
    }
  },
}
