import type { z } from 'zod'
import { isDatabaseAway, isTooSlow } from '#src/db/connect.ts'
import { DomainError } from '#src/errors.ts'
import type { Log } from '#src/log.ts'
import type { Answer } from './events.ts'
import type { RoomObserver } from './room-metrics.ts'
import type { RoomSocket } from './room-socket.ts'

/**
 * Makes a listener of something that somebody may ask: what came is checked, done when what was asked before is done, and
 * answered, also where it failed. Who asked without a callback is answered nowhere.
 */
export function takeTurns({ log, observer }: { log: Log; observer: RoomObserver }, socket: RoomSocket) {
  return <Asked, T>(shape: z.ZodType<Asked>, work: (asked: Asked, answer: Answer<T>) => Promise<void>) =>
    (given: unknown, callback?: unknown): void => {
      // With nothing to say, the callback comes first.
      const respond = [given, callback].find((one) => typeof one === 'function') as Answer<T> | undefined
      const asked = shape.safeParse(typeof given === 'object' && given !== null ? given : {})
      const answer: Answer<T> = (said) => respond?.(said)
      if (!asked.success) return void answer({ ok: false, code: 'invalid-request' })
      inTurn(socket, async () => {
        if (!socket.connected) return
        try {
          await work(asked.data, answer)
        } catch (error) {
          const code = codeOf(error)
          observer.refused(code)
          if (code === 'internal-error') log.error({ err: error }, 'what a socket asked failed')
          answer({ ok: false, code })
          if (code === 'session-ended') socket.disconnect(true)
        }
      })
    }
}

/** Done after all that was asked before; must not throw. */
export function inTurn({ data }: RoomSocket, work: () => Promise<void>): void {
  data.turn = data.turn.then(work)
}

/** What only sockets are refused for; everything else has the code that it has over HTTP. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: 'too-many-rooms' | 'too-many-connections' | 'too-many-events'

  constructor(code: Refusal['code']) {
    super(code)
    this.code = code
  }
}

/** By the names of problems over HTTP. That a ticket is not theirs and that there is none is one answer. */
export function codeOf(error: unknown): string {
  if (error instanceof DomainError) return error.code === 'ticket-not-found' ? 'forbidden' : error.code
  if (error instanceof Refusal) return error.code
  if (isDatabaseAway(error)) return 'database-unavailable'
  return isTooSlow(error) ? 'too-slow' : 'internal-error'
}
