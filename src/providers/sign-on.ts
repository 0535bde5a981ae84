import type { Role } from '#src/roles.ts'

/** The company's own sign-in (single sign-on), in our words. */

/** Made for one trip of one browser to the provider and back. */
export type Trip = { state: string; nonce: string; verifier: string }
/** What the browser brings back. */
export type Return = { code: string; issuer: string | undefined }

export type Identity = {
  issuer: string
  /** Who they are there, whatever their name and address become. */
  subject: string
  email: string | null
  /** Only then it says anything about who they are here. */
  isEmailVerified: boolean
  name: string | null
  /** Null: the company gives no roles. */
  role: Role | null
}

/** `idToken`: by which it is told later whose session there is over. */
export type Identified = { identity: Identity; idToken: string }

export type SignOnProvider = {
  /** Where the browser is sent. */
  addressFor(trip: Trip): Promise<string>
  /** Who came back from that trip. Throws SignOnError. */
  identify(back: Return, trip: Trip): Promise<Identified>
  /** Where the browser is sent to sign out there too; null: that cannot be done. */
  addressToLeave(idToken: string | null): Promise<string | null>
}

/** `away`: later it may work. `refused`: what came back proves nothing. */
export class SignOnError extends Error {
  override readonly name = 'SignOnError'
  readonly why: 'away' | 'refused'
  constructor(why: 'away' | 'refused', message: string, options?: ErrorOptions) {
    super(message, options)
    this.why = why
  }
}
