import type { Clock } from '#src/ports.ts'
import { type Calling, CrmError } from '#src/providers/crm-provider.ts'
import { LONGEST_REQUEST_MS } from './rest-client.ts'

type Once<T> = { look(): Promise<T | null>; write(): Promise<T> }

/**
 * There are no idempotency keys, so a write whose fate is unknown is looked for before anything else. What is not found
 * may still be under way: the error says from when on a look will tell.
 */
export async function writeOnce<T>(
  { mayExist, brokenOffAt }: Calling,
  clock: Clock,
  { look, write }: Once<T>,
): Promise<T> {
  const there = mayExist ? await look().catch(asUnknown) : null
  if (there !== null) return there
  if (mayExist && brokenOffAt) refuseWhileUnderWay(brokenOffAt, clock)
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof CrmError) || error.outcome !== 'unknown') throw error
    // Not from when it was asked for: it may have waited long for a place, and left a moment ago.
    const retryAt = new Date(clock().getTime() + LONGEST_REQUEST_MS)
    const found = await look().catch(unlessOurs)
    if (found !== null) return found
    throw new CrmError('unknown', error.code, error.message, { retryAt })
  }
}

/** Whoever was cut off may have called a moment before that, and the portal works on what it was asked for as long as it likes. */
function refuseWhileUnderWay(brokenOffAt: Date, clock: Clock): void {
  const retryAt = new Date(brokenOffAt.getTime() + LONGEST_REQUEST_MS)
  if (clock() >= retryAt) return
  throw new CrmError('unknown', 'under-way', 'An earlier call may still be under way', { retryAt })
}

/** A look that the CRM does not allow says nothing of the write, which would be given up as rejected otherwise. */
function asUnknown(error: unknown): never {
  if (!(error instanceof CrmError) || error.outcome !== 'rejected') throw error
  throw new CrmError('unknown', error.code, error.message)
}

/** A look that failed says nothing of the write: that stays as it was, whatever became of the look. */
export function unlessOurs(error: unknown): null {
  if (error instanceof CrmError) return null
  throw error
}
