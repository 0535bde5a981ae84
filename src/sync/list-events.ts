import { and, desc, eq, getTableColumns, gte, lt, type SQL, sql } from 'drizzle-orm'
import { webhookInbox } from '#src/db/mirror-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { DealId, InboxId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { type EventFilter, type InboxEvent, showEvent } from './inbox-event.ts'

type Page = { limit: number; skip: number; cursor?: number | undefined }
const { body: _body, ...listed } = getTableColumns(webhookInbox)

/** The newest first. */
export async function listEvents(
  { db }: Pick<Ports, 'db'>,
  filter: EventFilter,
  { limit, skip, cursor }: Page,
): Promise<{ items: InboxEvent[]; nextCursor: number | null }> {
  const rows = await db
    .select(listed)
    .from(webhookInbox)
    .where(and(meantBy(filter), cursor ? lt(webhookInbox.id, sql`${cursor}`) : undefined))
    .orderBy(desc(webhookInbox.id))
    .offset(skip)
    .limit(limit + 1)
  const items = rows.slice(0, limit).map(showEvent)
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

export async function readEvent(
  { db }: Pick<Ports, 'db'>,
  id: InboxId,
): Promise<InboxEvent & { body: string }> {
  const [row] = await db.select().from(webhookInbox).where(eq(webhookInbox.id, id))
  if (!row) throw new DomainError('event-not-found', { id })
  return { ...showEvent(row), body: row.body }
}

type Meant = { [Name in keyof EventFilter]?: EventFilter[Name] | undefined }

export const meantBy = ({ state, name, object_id, deal_id, from, to }: Meant): SQL | undefined =>
  and(
    state && eq(webhookInbox.state, state),
    name === undefined ? undefined : eq(webhookInbox.name, name.toUpperCase()),
    object_id === undefined ? undefined : eq(webhookInbox.objectId, object_id),
    deal_id === undefined ? undefined : eq(webhookInbox.dealId, deal_id as DealId),
    from === undefined ? undefined : gte(webhookInbox.receivedAt, new Date(from)),
    to === undefined ? undefined : lt(webhookInbox.receivedAt, new Date(to)),
  )
