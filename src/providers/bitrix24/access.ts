import { CrmError } from '#src/providers/crm-provider.ts'

/** Where to call, and for applications what to prove it with. */
export type Pass = { endpoint: string; token: string | null }

/** How one portal is entered. What it gives instead of a pass says why there is none; it never throws. */
export type Access = {
  pass(): Promise<Pass | CrmError>
  /**
   * The portal turned a call away at the door, so it did not run. Another pass to try it with once more, together with a
   * place for that request in the shared limit; or what to tell the caller.
   */
  again(refused: Pass, failure: CrmError): Promise<Pass | CrmError>
}

/** By the address of an incoming webhook, which is all there is to it. */
export function webhookAccess(webhookUrl: string): Access {
  return {
    pass: async () => ({ endpoint: webhookUrl, token: null }),
    async again(_refused, failure) {
      if (failure.code !== 'portal-moved') return failure
      // Nothing proves whose the other host is, and the address holds the secret.
      return new CrmError('refused', 'portal-moved', `${failure.message}. If that is right, change CRM_URL`)
    },
  }
}

export const isSameOrigin = (one: string, other: string) => new URL(one).origin === new URL(other).origin
