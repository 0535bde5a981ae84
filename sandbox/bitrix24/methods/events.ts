import { APPLICATION_EVENTS } from '#sandbox/bitrix24/events/catalog.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: null,
  forApplications: 'WRONG_AUTH_TYPE',
  run: () => ({ result: [...APPLICATION_EVENTS] }),
}
