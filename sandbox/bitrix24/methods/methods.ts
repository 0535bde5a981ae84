import type { Method } from '#sandbox/bitrix24/rest/call.ts'
import { listMethods } from '#sandbox/bitrix24/rest/registry.ts'

export const method: Method = { scope: null, run: async () => ({ result: await listMethods() }) }
