import { and, inArray, sql } from 'drizzle-orm'
import { webhookInbox } from '#src/db/mirror-schema.ts'
import type { Ports } from '#src/ports.ts'
import { ENDED_STATES, type EventCount, type EventFilter, MOST_REPLAYED } from './inbox-event.ts'
import { meantBy } from './list-events.ts'

/** What a replay would look at anew, told before anybody begins one; more than it does at once are not counted. */
export async function countEvents({ db }: Pick<Ports, 'db'>, filter: EventFilter): Promise<EventCount> {
  const meant = and(meantBy(filter), inArray(webhookInbox.state, [...ENDED_STATES]))
  const found = db
    .select({ one: sql`1`.as('one') })
    .from(webhookInbox)
    .where(meant)
    .limit(MOST_REPLAYED + 1)
    .as('found')
  const [row] = await db.select({ events: sql<number>`count(*)::int` }).from(found)
  const events = row?.events ?? 0
  return { replayable: Math.min(events, MOST_REPLAYED), is_more: events > MOST_REPLAYED }
}
