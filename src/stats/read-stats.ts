import { type SQL, sql } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import { activities } from '#src/db/activity-schema.ts'
import type { Db } from '#src/db/connect.ts'
import { countedTickets } from '#src/db/facts-schema.ts'
import { ticketReads } from '#src/db/ledger-schema.ts'
import { users } from '#src/db/schema.ts'
import { deals, PRIORITIES, STATUSES } from '#src/db/ticket-schema.ts'
import type { Ports } from '#src/ports.ts'
import { type PromiseRow, promiseColumns, showPromises } from '#src/sla/read-report.ts'
import { type Csat, csatColumns, showCsat } from './csat.ts'
import { RATINGS, type Stats } from './stats.ts'
import type { StatsQuery } from './stats-query.ts'
import { type WantedStats, wantedStats } from './wanted-stats.ts'

/** G-05: everything about the tickets that were filed in a period, counted out of their facts, exactly, at any moment. */
export async function readStats(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  caller: Caller,
  query: StatsQuery,
  timeZone: string,
): Promise<Stats> {
  const at = { now: clock(), timeZone }
  const wanted = await wantedStats(db, caller, query, at)
  const [counted, unread] = await Promise.all([count(db, wanted, at.now), countUnread(db, wanted)])
  return { ...counted, unread_messages: unread }
}

type Counted = Record<`status_${string}` | `priority_${string}` | `rating_${string}`, number> &
  Csat &
  PromiseRow & { reopened: number; unassigned: number }

async function count(db: Db, { matches, isFiled }: WantedStats, now: Date) {
  const each = (values: readonly string[], column: SQL, name: string) =>
    sql.join(
      values.map(
        (value) =>
          sql`(count(*) filter (where ${column} = ${value}))::int as ${sql.identifier(`${name}_${value}`)}`,
      ),
      sql`, `,
    )
  const [row] = await db.execute<Counted>(sql`
    select ${promiseColumns(now)}, ${csatColumns},
      ${each(STATUSES, sql`${deals.status}`, 'status')},
      ${each(PRIORITIES, sql`${deals.priority}`, 'priority')},
      ${each(RATINGS, sql`${deals.rating}::text`, 'rating')},
      (count(*) filter (where ${deals.reopenCount} > 0))::int as reopened,
      (count(*) filter (where ${deals.status} not in ('resolved', 'closed')
        and ${deals.responsibleId} is null and ${deals.responsibleCrmId} is null))::int as unassigned
    from ${countedTickets} where ${isFiled} and ${matches}`)
  if (!row) throw new Error('a count returned nothing')
  const among = <K extends string>(values: readonly K[], name: 'status' | 'priority' | 'rating') =>
    Object.fromEntries(values.map((value) => [value, row[`${name}_${value}`] ?? 0])) as Record<K, number>
  const byStatus = among(STATUSES, 'status')
  const { open, in_progress, waiting_for_user, resolved, closed } = byStatus
  const { tickets: total, met, breached, at_risk, first_response, resolution } = showPromises(row)
  return {
    ...{ total, open, in_progress, waiting_for_user, resolved, closed },
    ...{ by_status: byStatus, by_priority: among(PRIORITIES, 'priority') },
    ...{ reopened: row.reopened, unassigned: row.unassigned },
    ...{ sla: { met, breached, at_risk }, first_response, resolution },
    csat: { ...showCsat(row), distribution: among(RATINGS, 'rating') },
  }
}

/** By the index of what the team has not read: only there somebody can have said something. */
async function countUnread(db: Db, { matches, isFiled }: WantedStats): Promise<number> {
  const readByTeam = sql`
    select max(${ticketReads.lastReadMessageId}) from ${ticketReads}
    join ${users} on ${users.id} = ${ticketReads.userId}
    where ${ticketReads.ticketId} = ${deals.id} and ${users.role} <> 'requester'
      and ${users.id} is distinct from ${deals.userId}`
  const [row] = await db.execute<{ messages: number }>(sql`
    select count(*)::int as messages from ${deals}
    join ${activities} on ${activities.ticketId} = ${deals.id}
    where ${deals.isUnreadByTeam} and ${isFiled} and ${matches}
      and ${activities.deletedAt} is null and not ${activities.isInternal}
      and (${activities.authorUserId} = ${deals.userId} or ${activities.direction} = 'incoming')
      and ${activities.id} > coalesce((${readByTeam}), 0)`)
  return row?.messages ?? 0
}
