import { missingParameter } from '#sandbox/bitrix24/failure.ts'
import { anyCase, type Method } from '#sandbox/bitrix24/rest/call.ts'

const THERE = new Set(['rest_offline_extended', 'rest_auth_connector'])

export const method: Method = {
  scope: null,
  run({ params }) {
    const code = anyCase(params, 'code')
    if (!code) throw missingParameter('CODE')
    return { result: { value: THERE.has(String(code)) ? 'Y' : 'N' } }
  },
}
