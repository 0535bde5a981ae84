import type { Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: null,
  forApplications: 'WRONG_AUTH_TYPE',
  run({ portal, caller, params }) {
    const { auth: _auth, ...query } = params
    const shown = Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)]))
    portal.write(caller, () => portal.announce('ONAPPTEST', 'app', { QUERY: shown }))
    return { result: 1 }
  },
}
