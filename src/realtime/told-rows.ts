import { and, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import type { Run } from '#src/db/planned.ts'
import { filesOf } from '#src/files/file-view.ts'
import { inwardOf } from '#src/files/inward-files.ts'
import type { MessageId, TicketId, UserId } from '#src/ids.ts'
import { type MessageOfEvent, showActivity } from './activity.ts'

/** An event with all that its messages need, as it is at the moment of reading: perhaps newer than the event, never older. */
export type ToldRow = {
  seq: number
  at: string
  kind: string
  ticketId: TicketId
  actorId: UserId | null
  actorName: string | null
  isInternal: boolean
  data: Record<string, unknown>
  ticketNumber: string
  dealId: number | null
  ownerId: UserId | null
  watcherIds: readonly UserId[]
  requesterName: string | null
  /** Who works on it, if of the team still. */
  responsibleId: UserId | null
  /** That the event is about; null where it is about none, or it is gone by now. */
  message: MessageOfEvent | null
}

type Which = { after: number; upTo?: number; limit: number; only?: SQL }

export async function readTold(
  run: Run,
  db: Db | Tx,
  { after, upTo, limit, only = sql`true` }: Which,
): Promise<ToldRow[]> {
  const rows = await run<Omit<ToldRow, 'message'>>(sql`
    select event.seq::float8 as seq, to_char(event.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, event.kind,
      event.ticket_id as "ticketId", event.actor_id as "actorId", actor.full_name as "actorName",
      event.is_internal as "isInternal", event.data, deal.ticket_number as "ticketNumber", deal.deal_id as "dealId",
      deal.user_id as "ownerId", deal.watcher_ids as "watcherIds", deal.requester_name as "requesterName", responsible.id as "responsibleId"
    from domain_events event join deals deal on deal.id = event.ticket_id left join users actor on actor.id = event.actor_id
      left join users responsible on responsible.id = deal.responsible_id and responsible.role <> 'requester'
    where event.seq > ${after}::float8::bigint ${upTo === undefined ? sql`` : sql`and event.seq <= ${upTo}::float8::bigint`} and ${only}
    order by event.seq limit ${limit}::int`)
  const messages = await messagesOf(db, rows)
  return rows.map((row) => ({ ...row, message: messages.get(messageIdOf(row)) ?? null }))
}

const ABOUT_MESSAGES = new Set(['message-added', 'message-changed'])
const messageIdOf = ({ data }: Pick<ToldRow, 'data'>) => Number(data.message_id) as MessageId

async function messagesOf(
  db: Db | Tx,
  rows: readonly Omit<ToldRow, 'message'>[],
): Promise<Map<MessageId, MessageOfEvent>> {
  const ids = [...new Set(rows.filter(({ kind }) => ABOUT_MESSAGES.has(kind)).map(messageIdOf))]
  if (ids.length === 0) return new Map()
  const [found, attached, inward] = await Promise.all([
    db
      .select()
      .from(activities)
      .where(and(inArray(activities.id, ids), isNull(activities.deletedAt))),
    filesOf(db, { ticketIds: [...new Set(rows.map(({ ticketId }) => ticketId))], activityIds: ids }),
    inwardOf(db, ids),
  ])
  const attachedTo = Map.groupBy(attached, ({ activityId }) => activityId)
  return new Map(
    found.map((row) => [row.id, showActivity(row, attachedTo.get(row.id) ?? [], inward.get(row.id) ?? [])]),
  )
}
