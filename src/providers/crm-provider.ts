/** Whoever waits for it: a person, or nobody in particular. A part of the CRM's limit is kept for people. */
export type Priority = 'people' | 'background'

/**
 * What became of a call that did not succeed:
 *
 * - `refused`: it did not run; the same call may be made again, after `retryAt` where the CRM says when
 * - `rejected`: the CRM says no, and will say so again
 * - `unknown`: it may have run; look before making it again
 */
export type CallOutcome = 'refused' | 'rejected' | 'unknown'

/** Thrown by every call to a CRM. Its text never holds an address, since addresses of CRMs hold secrets. */
export class CrmError extends Error {
  override readonly name = 'CrmError'
  readonly outcome: CallOutcome
  /** The CRM's own code, or ours for what happened on the way: see the adapter's failures.ts. */
  readonly code: string
  readonly retryAt: Date | undefined

  constructor(outcome: CallOutcome, code: string, message: string, { retryAt }: { retryAt?: Date } = {}) {
    super(message)
    this.outcome = outcome
    this.code = code
    this.retryAt = retryAt
  }
}
