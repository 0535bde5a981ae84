import pRetry from 'p-retry'
import { CrmError } from '#src/providers/crm-provider.ts'
import { needsPerson } from './failures.ts'

const FIRST_PAUSE_MS = 500
const NOT_FOR_MOMENTS = new Set(['closed', 'overloaded', 'method-blocked'])

/** Makes a call again while that can help within moments: what has to wait longer is waited for by promised work. */
export function repeat<T>(retries: number, isWrite: boolean, call: () => Promise<T>): Promise<T> {
  return pRetry(call, {
    retries,
    minTimeout: FIRST_PAUSE_MS,
    randomize: true,
    // No signal: with one, an answer that arrives while we stop would be reported as refused.
    unref: true,
    shouldRetry: ({ error }) => error instanceof CrmError && mayRepeat(error, isWrite),
  })
}

/** A write whose fate is unknown is never made again by itself; a read is. */
function mayRepeat(error: CrmError, isWrite: boolean): boolean {
  if (error.retryAt !== undefined || NOT_FOR_MOMENTS.has(error.code) || needsPerson(error)) return false
  return error.outcome === 'refused' || (error.outcome === 'unknown' && !isWrite)
}
