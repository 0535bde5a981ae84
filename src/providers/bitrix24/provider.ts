import type { CrmProvider } from '#src/providers/crm-provider.ts'
import { changeVerbs } from './changes.ts'
import { dealVerbs } from './deals.ts'
import { diskVerbs } from './disk.ts'
import { emailVerbs } from './emails.ts'
import { readEvent } from './events.ts'
import { fieldVerbs } from './fields.ts'
import { forgetVerbs } from './forget.ts'
import { offlineVerbs } from './offline.ts'
import { peopleVerbs } from './people.ts'
import { type Options, openSession } from './session.ts'
import { subscriptionVerbs } from './subscriptions.ts'
import { timelineVerbs } from './timeline.ts'

/** Keeps the port with a Bitrix24 portal. No word of Bitrix24 leaves this folder. */
export function createBitrix24(options: Options): CrmProvider {
  const session = openSession(options)
  return {
    state: options.queue.state,
    ...dealVerbs(session),
    ...timelineVerbs(session),
    ...emailVerbs(session),
    ...diskVerbs(session),
    ...peopleVerbs(session),
    ...fieldVerbs(session),
    ...subscriptionVerbs(session),
    ...changeVerbs(session),
    ...forgetVerbs(session),
    offline: options.isApplication ? offlineVerbs(session) : null,
    readEvent: (body) => readEvent(body, options.trustsEvent),
  }
}
