import * as z from 'zod'
import type { CrmOffline, OfflineBatch, OfflineEvent } from '#src/providers/crm-changes.ts'
import { type Calling, CrmError } from '#src/providers/crm-provider.ts'
import { EVENT_NAMES, eventNamed } from './events.ts'
import type { Session } from './session.ts'
import { understood } from './wire.ts'

/** Of changes that name it the queue of the same name is not told: so our own writes do not come back to us. */
const CONNECTOR = 'ponte'
const MOST_EVENTS = 500

const Text = z.coerce.string()
const Handlers = z.array(
  z.looseObject({
    event: z.string(),
    offline: z.coerce.number().catch(0),
    connector_id: z.string().nullish(),
  }),
)
const Feature = z.looseObject({ value: z.string() })
const Row = z.looseObject({
  MESSAGE_ID: Text,
  EVENT_NAME: z.string(),
  /** The samples of the documents show `false`, the text speaks of ids. */
  EVENT_DATA: z.unknown(),
  PROCESS_ID: z.string().nullish(),
})
const Taken = z.looseObject({ process_id: Text.nullish(), events: z.array(Row) })

/** For applications that an administrator installed. */
export function offlineVerbs({ read, write, signWrites }: Session): CrmOffline {
  let connector: string | undefined
  const own = () => (connector === undefined ? {} : { auth_connector: connector })

  async function isConnectorThere(calling: Calling): Promise<boolean> {
    const { value } = understood(Feature, await read('feature.get', { CODE: 'rest_auth_connector' }, calling))
    return value === 'Y'
  }

  return {
    async follow(calling) {
      connector = (await isConnectorThere(calling)) ? CONNECTOR : undefined
      const bound = understood(Handlers, await read('event.get', {}, calling))
      const there = new Set(
        bound.flatMap(({ event, offline, connector_id }) =>
          offline === 1 && (connector_id || undefined) === connector ? [event.toUpperCase()] : [],
        ),
      )
      const missing = EVENT_NAMES.filter((event) => !there.has(event))
      await Promise.all(missing.map((event) => bind({ event, event_type: 'offline', ...own() }, calling)))
      signWrites(own())
    },
    async take(calling) {
      const params = { clear: 0, limit: MOST_EVENTS, ...own() }
      const { process_id, events } = understood(Taken, await read('event.offline.get', params, calling))
      if (events.length === 0) return null
      if (!process_id) throw new CrmError('unknown', 'unreadable-answer', 'What was taken has no number')
      return { batchId: process_id, events: events.map(eventOf) }
    },
    async takenBefore(calling) {
      const batches = new Map<string, OfflineEvent[]>()
      const params = { filter: { '!PROCESS_ID': '' }, order: { ID: 'ASC' }, ...own() }
      for (const row of understood(z.array(Row), await read('event.offline.list', params, calling)))
        if (row.PROCESS_ID)
          batches.set(row.PROCESS_ID, [...(batches.get(row.PROCESS_ID) ?? []), eventOf(row)])
      return [...batches].map(([batchId, events]): OfflineBatch => ({ batchId, events }))
    },
    async settle({ batchId, events }, calling) {
      const messageIds = events.map(({ messageId }) => messageId)
      // No harm in doing it twice: what is cleared is cleared.
      await read('event.offline.clear', { process_id: batchId, message_id: messageIds, ...own() }, calling)
    },
  }

  /** Another gateway may do the same at the same time, and the code for what is there already is documented nowhere. */
  async function bind(params: { event: string; event_type: string }, calling: Calling): Promise<void> {
    try {
      await write('event.bind', params, calling)
    } catch (error) {
      if (!(error instanceof CrmError) || error.outcome !== 'rejected') throw error
      const bound = understood(Handlers, await read('event.get', {}, calling))
      if (!bound.some(({ event, offline }) => offline === 1 && event.toUpperCase() === params.event))
        throw error
    }
  }
}

const Ids = z.looseObject({ ID: z.coerce.number().optional() })
const Data = z.looseObject({ ID: z.coerce.number().optional(), FIELDS: Ids.optional() })

function eventOf({ MESSAGE_ID, EVENT_NAME, EVENT_DATA }: z.output<typeof Row>): OfflineEvent {
  const data = Data.safeParse(EVENT_DATA).data
  const id = data?.FIELDS?.ID ?? data?.ID ?? Number.NaN
  return { messageId: MESSAGE_ID, event: eventNamed(EVENT_NAME, id, asForm(EVENT_NAME, id)) }
}

/** As it would have been posted to us. */
const asForm = (event: string, id: number) =>
  new URLSearchParams({ event, 'data[FIELDS][ID]': String(id) }).toString()
