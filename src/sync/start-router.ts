import type { Signals } from '#src/db/signals.ts'
import { oneAtATime } from '#src/jobs/one-at-a-time.ts'
import type { Ports } from '#src/ports.ts'
import type { CrmEventKind } from '#src/providers/crm-event.ts'
import { createOwnerQuestions } from './ask-owners.ts'
import { routeEvents } from './route-events.ts'
import type { Reader } from './write-routes.ts'

export type Router = {
  /** Events were stored here, of these kinds. */
  wake(kinds: readonly CrmEventKind[]): void
  stop(): Promise<void>
}

type Needed = Pick<Ports, 'db' | 'crm' | 'log'> & {
  signals: Signals
  reader?: Reader | null
  /** What our own inbox calls itself when it tells of events, of which it has us hear at once. */
  inboxName?: string
}

/** Whose they are may be for the CRM to say. */
const ASKED = new Set<CrmEventKind>(['activity-changed', 'comment-changed'])
/** Postgres tells of events that wait; in case that was not heard, we look. */
const LOOK_EVERY_MS = 1_000

/**
 * Routes events until it is stopped, those that the CRM has to be asked about apart from the others, which then need not wait
 * for it. Several gateways may do so at once: none takes what another has in hand.
 */
export function startRouter({ signals, reader = null, inboxName, ...ports }: Needed): Router {
  const { log } = ports
  const known = oneAtATime(() => routeEvents({ ...ports, reader }), { name: 'route events', log })
  const asked = oneAtATime(createOwnerQuestions({ ...ports, reader }), { name: 'ask whose events are', log })
  const wake = () => {
    known.wake()
    asked.wake()
  }
  const deafen = signals.listen('events-due', (from) => from !== inboxName && wake(), wake)
  const poll = setInterval(wake, LOOK_EVERY_MS)
  wake()
  return {
    wake(kinds) {
      known.wake()
      if (kinds.some((kind) => ASKED.has(kind))) asked.wake()
    },
    async stop() {
      deafen()
      clearInterval(poll)
      await Promise.all([known.stop(), asked.stop()])
    },
  }
}
