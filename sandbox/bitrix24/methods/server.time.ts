import { printMoment } from '#sandbox/bitrix24/moments.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = { scope: null, run: ({ portal }) => ({ result: printMoment(portal.now()) }) }
