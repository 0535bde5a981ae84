import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Faults } from '#sandbox/faults.ts'
import type { Answer } from './call.ts'
import { codeForStatus } from './failure.ts'
import { errorDocument } from './refusal.ts'
import type { Spoiling } from './send.ts'

type Struck = ReturnType<Faults['forCall']>
/** What happens instead of the work: an answer, or none at all. */
type Instead = { answer: Answer } | 'nothing' | null

/** Not a code of S3: what a rule says that names none. */
const UNNAMED = 'INTERNAL_SERVER_ERROR'

export async function beforeWork(struck: Struck, response: ServerResponse): Promise<Instead> {
  for (const fault of struck) {
    switch (fault.effect) {
      case 'latency':
        await waitOrGone(fault.ms + fault.jitter * fault.chance(), response)
        break
      case 'status': {
        const code = fault.error === UNNAMED ? codeForStatus(fault.code) : fault.error
        return { answer: errorDocument(fault.code, code, 'A fault that was asked for.') }
      }
      case 'reset':
        response.req.socket.resetAndDestroy()
        return 'nothing'
      case 'hang':
        // Unread bytes would hide that the client has given up.
        response.req.resume()
        if (!response.destroyed) await once(response, 'close')
        return 'nothing'
      default:
    }
  }
  return null
}

export function spoilingOf(struck: Struck): Spoiling | undefined {
  return struck.map(({ effect }) => effect).find(isSpoiling)
}

const isSpoiling = (effect: string): effect is Spoiling =>
  ['lost-answer', 'truncate', 'garbage'].includes(effect)

async function waitOrGone(delayMs: number, response: ServerResponse): Promise<void> {
  const gone = new AbortController()
  const leave = () => gone.abort()
  response.once('close', leave)
  // Rejects when the client has left, which the sender of the answer sees for itself.
  await wait(delayMs, undefined, { signal: gone.signal }).catch(() => undefined)
  response.off('close', leave)
}
