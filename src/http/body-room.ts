import type { Context, Next } from 'hono'
import { DomainError } from '#src/errors.ts'
import type { Edge } from './edge.ts'

/** Three of the largest. Each is there several times over while it is read: as bytes, as text, as files. */
const MOST_HELD_BYTES = 108 * 1024 * 1024

/** How much of large bodies this process holds in memory at once. */
export type BodyRoom = {
  /** Throws where there is no room for so much more. */
  refuseBeyond(bytes: number): void
  /** Likewise; and it is this request's until it is answered. */
  take(bytes: number): void
}

/** Within the deadline, so that what goes on behind a request that was given up is counted until it ends. */
export function bodyRoom(mostBytes = MOST_HELD_BYTES) {
  let heldBytes = 0
  return async (c: Context<Edge>, next: Next): Promise<void> => {
    let ownBytes = 0
    const refuseBeyond = (bytes: number) => {
      if (heldBytes + bytes > mostBytes) throw new DomainError('too-busy')
    }
    c.set('bodyRoom', {
      refuseBeyond,
      take(bytes) {
        refuseBeyond(bytes)
        heldBytes += bytes
        ownBytes += bytes
      },
    })
    try {
      await next()
    } finally {
      heldBytes -= ownBytes
    }
  }
}
