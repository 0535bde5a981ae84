import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import { recordChange } from '#src/db/audit.ts'
import { webhookInbox } from '#src/db/mirror-schema.ts'
import { notify } from '#src/db/signals.ts'
import { DomainError } from '#src/errors.ts'
import type { InboxId, UserId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { ENDED_STATES, type Replayed, type ReplayRequest } from './inbox-event.ts'
import { meantBy } from './list-events.ts'

/** Who replays; null: somebody at the machine itself. */
type Who = { actorId: UserId | null; visit: Visit }

const AT_ONCE = 500
/** Ids of the audit log are smaller than those of events may become. */
const LARGEST_SUBJECT = 2_147_483_647

/**
 * An event only says which deal to read again, so one that is looked at a second time changes nothing but what was wrong.
 * Returns whether it was not on its way already.
 */
export async function replayEvent({ db }: Pick<Ports, 'db'>, id: InboxId, who: Who): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select({ state: webhookInbox.state })
      .from(webhookInbox)
      .where(eq(webhookInbox.id, id))
      .for('update')
    if (!row) throw new DomainError('event-not-found', { id })
    if (!isEnded(row.state)) return false
    await tx.update(webhookInbox).set(ANEW).where(eq(webhookInbox.id, id))
    await notify(tx, 'events-due')
    await recordChange(tx, {
      ...who,
      action: 'event-replayed',
      subject: 'event',
      subjectId: Math.min(id, LARGEST_SUBJECT),
      before: { state: row.state },
    })
    return true
  })
}

/** In the order in which they came, in small steps; whoever is stopped in between goes on behind `last_id`, or from the start. */
export async function replayEvents(
  { db }: Pick<Ports, 'db'>,
  { limit, after, ...filter }: ReplayRequest,
  who: Who,
): Promise<Replayed> {
  const meant = and(meantBy(filter), inArray(webhookInbox.state, [...ENDED_STATES]))
  // What happens meanwhile is not meant, or a replay could meet its own end again.
  const [newest] = await db.execute<{ id: number | null }>(
    sql`select max(id)::float8 as id from webhook_inbox`,
  )
  const upTo = newest?.id ?? 0
  let [replayed, last] = [0, after ?? 0]
  for (;;) {
    const rest = and(meant, gt(webhookInbox.id, sql`${last}`), sql`${webhookInbox.id} <= ${upTo}`)
    const found = await db
      .select({ id: webhookInbox.id })
      .from(webhookInbox)
      .where(rest)
      .orderBy(asc(webhookInbox.id))
      .limit(Math.min(AT_ONCE, limit - replayed) + 1)
    const step = found.slice(0, Math.min(AT_ONCE, limit - replayed)).map(({ id }) => id)
    if (step.length === 0) return { replayed, last_id: last || null, is_more: found.length > 0 }
    replayed += await db.transaction(async (tx) => {
      const locked = await tx
        .select({ id: webhookInbox.id })
        .from(webhookInbox)
        .where(and(inArray(webhookInbox.id, step), meant))
        .orderBy(asc(webhookInbox.id))
        .for('update')
      const ids = locked.map(({ id }) => id)
      if (ids.length === 0) return 0
      await tx.update(webhookInbox).set(ANEW).where(inArray(webhookInbox.id, ids))
      await notify(tx, 'events-due')
      await recordChange(tx, {
        ...who,
        action: 'events-replayed',
        subject: 'event',
        subjectId: Math.min(ids[0] ?? 0, LARGEST_SUBJECT),
        after: { events: ids.length, filter },
      })
      return ids.length
    })
    last = step.at(-1) ?? last
    if (replayed >= limit) return { replayed, last_id: last, is_more: found.length > step.length }
  }
}

const isEnded = (state: string) => ENDED_STATES.some((one) => one === state)

/** How long it took says nothing of how far the mirror is behind, so it is told apart. */
const ANEW = {
  state: 'waiting',
  origin: 'replay',
  attempts: 0,
  reason: null,
  doneAt: null,
  dealId: null,
  otherDeals: null,
} as const
