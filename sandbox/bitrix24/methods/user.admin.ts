import type { Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = { scope: null, run: ({ caller }) => ({ result: caller.isAdmin }) }
