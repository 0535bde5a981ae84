import type { Context, Next } from 'hono'
import { DomainError } from '#src/errors.ts'
import type { Edge } from './edge.ts'

/** No request waits longer, whatever hangs behind us; what was begun may still finish. */
const DEADLINE_MS = 15_000

/** Large bodies take as long as they take, and whoever reads them has limits of their own. */
export type Deadline = {
  /** From now on nothing is counted... */
  pause(): void
  /** ...until the whole time begins anew. */
  restart(): void
}

export function deadline(longestMs = DEADLINE_MS) {
  return async (c: Context<Edge>, next: Next): Promise<void> => {
    const { promise, reject } = Promise.withResolvers<never>()
    let timer: NodeJS.Timeout | undefined
    const restart = () => {
      clearTimeout(timer)
      timer = setTimeout(() => reject(new DomainError('too-slow')), longestMs)
    }
    restart()
    c.set('deadline', { pause: () => clearTimeout(timer), restart })
    try {
      await Promise.race([next(), promise])
    } finally {
      clearTimeout(timer)
    }
  }
}
