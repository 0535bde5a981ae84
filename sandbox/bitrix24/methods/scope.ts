import { isYes, type Method } from '#sandbox/bitrix24/rest/call.ts'
import { ALL_SCOPES } from '#sandbox/bitrix24/rest/credentials.ts'

export const method: Method = {
  scope: null,
  run: ({ caller, params }) => ({ result: [...(isYes(params.full) ? ALL_SCOPES : caller.scopes)] }),
}
