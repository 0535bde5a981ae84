import { listUsers } from '#sandbox/bitrix24/crm/people.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = { scope: 'user_basic', run: ({ portal, params }) => listUsers(portal, params) }
