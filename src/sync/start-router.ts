import { isDatabaseAway } from '#src/db/connect.ts'
import type { Signals } from '#src/db/signals.ts'
import type { Ports } from '#src/ports.ts'
import { routeDealEvents } from './route-events.ts'

export type Router = { stop(): Promise<void> }

type Needed = Pick<Ports, 'db' | 'log'> & { signals: Signals }

/** Postgres tells of events that wait; in case that was not heard, we look. */
const LOOK_EVERY_MS = 1_000

/** Routes events until it is stopped. Several gateways may do so at once: none takes what another has in hand. */
export function startRouter({ signals, log, ...ports }: Needed): Router {
  let looking: Promise<void> | null = null
  let isWanted = false
  let isStopping = false
  let isFailing = false

  async function look(): Promise<void> {
    do {
      isWanted = false
      try {
        while (!isStopping && (await routeDealEvents(ports)) > 0);
        isFailing = false
      } catch (error) {
        // Said once; the next look is at most a second away.
        if (!isFailing)
          log[isDatabaseAway(error) ? 'warn' : 'error']({ err: error }, 'events cannot be routed')
        isFailing = true
      }
    } while (isWanted && !isStopping && !isFailing)
    looking = null
  }
  const wake = () => {
    if (isStopping) return
    if (looking) isWanted = true
    else looking = look()
  }

  const deafen = signals.listen('events-due', wake, wake)
  const poll = setInterval(wake, LOOK_EVERY_MS)
  wake()
  return {
    async stop() {
      isStopping = true
      deafen()
      clearInterval(poll)
      await looking
    },
  }
}
