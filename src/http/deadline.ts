import type { Context, Next } from 'hono'
import { DomainError } from '#src/errors.ts'
import type { Edge } from './edge.ts'

/** No request waits longer, whatever hangs behind us; what was begun may still finish. */
const DEADLINE_MS = 15_000

export function deadline(longestMs = DEADLINE_MS) {
  return async (_c: Context<Edge>, next: Next): Promise<void> => {
    const { promise, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => reject(new DomainError('too-slow')), longestMs)
    try {
      await Promise.race([next(), promise])
    } finally {
      clearTimeout(timer)
    }
  }
}
