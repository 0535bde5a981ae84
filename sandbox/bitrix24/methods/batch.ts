import type { Method } from '#sandbox/bitrix24/rest/call.ts'

/** Run by rest/batch.ts; here so that it is listed, and refused inside of itself. */
export const method: Method = { scope: null, isOutsideBatch: true, run: () => ({ result: null }) }
