import { missingParameter } from '#sandbox/bitrix24/failure.ts'
import { anyCase, type Method } from '#sandbox/bitrix24/rest/call.ts'
import { listMethods } from '#sandbox/bitrix24/rest/registry.ts'

export const method: Method = {
  scope: null,
  async run({ params }) {
    const name = anyCase(params, 'name')
    if (!name) throw missingParameter('name')
    const isThere = (await listMethods()).some((one) => one.toLowerCase() === String(name).toLowerCase())
    return { result: { isExisting: isThere, isAvailable: isThere } }
  },
}
