import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import type { CrmUserId, MessageId, TicketId, UserId } from '#src/ids.ts'

/** Something that was told, with what has to be known of its ticket to say who should hear of it; the ticket as it is now. */
export type News = {
  seq: number
  kind: string
  ticketId: TicketId
  actorId: UserId | null
  isInternal: boolean
  data: Record<string, unknown>
  /** What was told in one transaction has the same number; null: by a gateway that did not say so yet. */
  toldWith: number | null
  ownerId: UserId | null
  watcherIds: UserId[]
  responsibleId: UserId | null
  responsibleCrmId: CrmUserId | null
  department: string | null
  /** Of what was changed in the CRM: who changed the deal last. */
  changerId: UserId | null
  message: Said | null
}
export type Said = {
  id: MessageId
  kind: string
  isInternal: boolean
  direction: string | null
  authorId: UserId | null
  authorName: string | null
  toEmail: string | null
}

/** What anybody could be told of; all else is passed over. */
const isOfInterest = sql`(event.kind in
  ('ticket-opened', 'message-added', 'ticket-assigned', 'sla-warning', 'sla-breached', 'ticket-read')
  or (event.kind = 'ticket-changed' and event.data->'changes'->'status' is not null))`

export type Page = {
  /** Up to here all is looked through. */
  upTo: number
  news: News[]
  isFull: boolean
}

/** From `after` on; what was told together is never torn apart by the end of a page. */
export async function readNews(tx: Tx, after: number, limit: number): Promise<Page> {
  const [end] = await tx.execute<{ seq: number | null; count: number }>(sql`
    with page as (
      select seq, told_with from domain_events where seq > ${after}::float8::bigint order by seq limit ${limit}::int),
    last as (select * from page order by seq desc limit 1)
    select (select count(*) from page)::int as count, coalesce(
      (select max(event.seq) from domain_events event where event.seq > last.seq and event.seq <= last.seq + ${MOST_TOGETHER}
        and event.told_with = last.told_with), last.seq)::float8 as seq
    from last`)
  if (!end?.seq) return { upTo: after, news: [], isFull: false }
  const range = sql`event.seq > ${after}::float8::bigint and event.seq <= ${end.seq}::float8::bigint`
  return { upTo: end.seq, news: await select(tx, range), isFull: end.count >= limit }
}

/** Told by one transaction, which is bounded by how much is read from the CRM at once. */
const MOST_TOGETHER = 20_000

async function select(tx: Tx, range: SQL): Promise<News[]> {
  const rows = await tx.execute<Record<keyof News, unknown>>(sql`
    select event.seq::float8 as seq, event.kind, event.ticket_id as "ticketId", event.actor_id as "actorId",
      event.is_internal as "isInternal", event.data, event.told_with::float8 as "toldWith",
      deal.user_id as "ownerId", deal.watcher_ids as "watcherIds", responsible.id as "responsibleId", deal.responsible_crm_id as "responsibleCrmId",
      deal.assignee_department as department, changer.id as "changerId",
      case when said.id is not null then json_build_object('id', said.id, 'kind', said.kind, 'isInternal', said.is_internal,
        'direction', said.direction, 'authorId', said.author_user_id, 'authorName', said.author_name,
        'toEmail', said.to_email) end as message
    from domain_events event join deals deal on deal.id = event.ticket_id
      left join users responsible on responsible.id = deal.responsible_id and responsible.role <> 'requester'
        and responsible.is_active
      left join activities said on event.kind = 'message-added' and said.id = (event.data->>'message_id')::int
        and said.deleted_at is null
      left join lateral (
        select person.id from crm_people join users person on lower(crm_people.email) = person.email
        where event.actor_id is null and event.kind in ('ticket-changed', 'ticket-assigned')
          and crm_people.crm_user_id::text = deal.modify_by_id limit 1) changer on true
    where ${range} and ${isOfInterest} order by event.seq`)
  // As it is selected above.
  return rows as unknown as News[]
}

/** Whether there is anything after `after` that is worth a transaction. */
export async function hasNews(tx: Pick<Tx, 'execute'>, after: number): Promise<boolean> {
  const [row] = await tx.execute<{ is: boolean }>(sql`
    select exists (select from domain_events event where event.seq > ${after}::float8::bigint and ${isOfInterest}) as is`)
  return row?.is ?? false
}
