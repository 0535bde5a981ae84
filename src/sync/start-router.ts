import type { Signals } from '#src/db/signals.ts'
import type { Ports } from '#src/ports.ts'
import { createOwnerQuestions } from './ask-owners.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { routeEvents } from './route-events.ts'

export type Router = { stop(): Promise<void> }

type Needed = Pick<Ports, 'db' | 'crm' | 'log'> & { signals: Signals }

/** Postgres tells of events that wait; in case that was not heard, we look. */
const LOOK_EVERY_MS = 1_000

/**
 * Routes events until it is stopped, those that the CRM has to be asked about apart from the others, which then need not wait
 * for it. Several gateways may do so at once: none takes what another has in hand.
 */
export function startRouter({ signals, ...ports }: Needed): Router {
  const { log } = ports
  const known = oneAtATime(async () => (await routeEvents(ports)) > 0, { name: 'route events', log })
  const asked = oneAtATime(createOwnerQuestions(ports), { name: 'ask whose events are', log })
  const wake = () => {
    known.wake()
    asked.wake()
  }
  const deafen = signals.listen('events-due', wake, wake)
  const poll = setInterval(wake, LOOK_EVERY_MS)
  wake()
  return {
    async stop() {
      deafen()
      clearInterval(poll)
      await Promise.all([known.stop(), asked.stop()])
    },
  }
}
