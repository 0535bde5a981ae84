import * as z from 'zod'
import { CrmError, type CrmProvider } from '#src/providers/crm-provider.ts'
import { EVENT_NAMES } from './events.ts'
import type { Session } from './session.ts'
import { understood } from './wire.ts'

const Handlers = z.array(z.looseObject({ event: z.string(), handler: z.string().nullish() }))

/** What the portal tells our application. An outgoing webhook is set up by a person in the portal instead. */
export function subscriptionVerbs({ read, write }: Session): Pick<CrmProvider, 'subscribe'> {
  return {
    async subscribe(url, calling) {
      const bound = understood(Handlers, await read('event.get', {}, calling))
      const isBound = (name: string) =>
        bound.some(({ event, handler }) => event.toUpperCase() === name && handler === url)
      const missing = EVENT_NAMES.filter((name) => !isBound(name))
      const refused = await Promise.all(missing.map((name) => bind(name)))
      return refused.flatMap((name) => name ?? [])

      async function bind(event: string): Promise<string | null> {
        try {
          await write('event.bind', { event, handler: url }, calling)
          return null
        } catch (error) {
          if (!(error instanceof CrmError) || error.outcome !== 'rejected') throw error
          // Another gateway was faster.
          return IS_THERE.test(error.message) ? null : event
        }
      }
    },
  }
}

const IS_THERE = /ALREADY_EXIST|unable to set event handler/i
