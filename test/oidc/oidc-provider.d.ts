/** The package brings no types; of them, what provider.ts uses. */
declare module 'oidc-provider' {
  type Context = { oidc: { entities: { Client?: { clientId: string } }; session?: { accountId?: string } } }
  type Grant = { addOIDCScope(scope: string): void; save(): Promise<string> }
  type Settings = {
    clients: object[]
    pkce: { required: () => boolean }
    claims: Record<string, string[]>
    cookies: { keys: string[] }
    ttl: Record<string, number>
    findAccount(context: Context, id: string): { accountId: string; claims(): object } | undefined
    loadExistingGrant(context: Context): Promise<Grant>
  }
  export default class Provider {
    constructor(issuer: string, settings: Settings)
    Grant: new (of: {
      clientId: string | undefined
      accountId: string | undefined
    }) => Grant
    listen(port: number, host: string, listening: () => void): void
  }
}
