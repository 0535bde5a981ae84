import { and, count, desc, eq, inArray, isNull, lt, max, type SQL, sql } from 'drizzle-orm'
import { authorizeTicket, type Caller, isOfTheTeam } from '#src/auth/access.ts'
import { activities } from '#src/db/activity-schema.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { ticketReads } from '#src/db/ledger-schema.ts'
import { mergedFrom } from '#src/db/merged-tickets.ts'
import { filesOf, toFileView } from '#src/files/file-view.ts'
import { showPictures } from '#src/files/inline-pictures.ts'
import { inwardOf } from '#src/files/inward-files.ts'
import type { FileRow } from '#src/files/store-upload.ts'
import type { MessageId, TicketId } from '#src/ids.ts'
import type { Locale } from '#src/locale.ts'
import type { Ports } from '#src/ports.ts'
import { namesIn } from './mentions.ts'
import { type Message, type MessageRow, showMessage } from './message.ts'
import { findTicket, type ListedTicket } from './queries.ts'

type Place = { limit: number; skip: number; cursor?: MessageId | undefined; locale: Locale }
export type Timeline = { messages: Message[]; total: number; nextCursor: MessageId | null }

/**
 * The newest part of what was said, or the part before the message `cursor`; within it the oldest first (T-21). With what was said on
 * tickets that were merged into this one, which stays theirs.
 */
export async function readTimeline(
  { db, files }: Pick<Ports, 'db' | 'files'>,
  caller: Caller,
  ticket: ListedTicket,
  { limit, skip, cursor, locale }: Place,
): Promise<Timeline> {
  const merged = new Map((await mergedFrom(db, ticket.id)).map((one) => [one.id, one]))
  const ticketIds = [ticket.id, ...merged.keys()]
  const visible = and(inArray(activities.ticketId, ticketIds), saidTo(caller))
  const [rows, total, lastReadId] = await Promise.all([
    db
      .select()
      .from(activities)
      .where(and(visible, cursor && saidBefore(ticketIds, cursor)))
      .orderBy(desc(activities.createdAt), desc(activities.id))
      .offset(skip)
      .limit(limit + 1),
    db.select({ total: count() }).from(activities).where(visible),
    readUpTo(db, caller, ticket.id),
  ])
  const part = rows.slice(0, limit).reverse()
  const [rowsOfFiles, names, inward] = await Promise.all([
    filesOfMessages(db, ticketIds, part),
    namesIn(db, part),
    inwardOf(
      db,
      part.map(({ id }) => id),
    ),
  ])
  const about = { caller: { userId: caller.userId, isTeam: isOfTheTeam(caller) }, lastReadId, names }
  const show = async (row: MessageRow) => {
    const of = { files: rowsOfFiles.get(row.id) ?? [], inward: inward.get(row.id) }
    const views = await Promise.all(of.files.map((file) => toFileView({ files }, file)))
    const bodyHtml = showPictures(row.bodyHtml, of, { origin: '', locale })
    const source = merged.get(row.ticketId)
    const where = { dealId: (source ?? ticket).dealId, mergedFrom: source?.ticketNumber ?? null }
    return showMessage({ ...row, bodyHtml }, { ...about, ...where, files: views, inward: of.inward })
  }
  return {
    messages: await Promise.all(part.map(show)),
    total: total[0]?.total ?? 0,
    nextCursor: rows.length > limit ? (part[0]?.id ?? null) : null,
  }
}

export async function listMessages(
  ports: Pick<Ports, 'db' | 'files'>,
  caller: Caller,
  id: TicketId,
  place: Place,
): Promise<Timeline> {
  return readTimeline(
    ports,
    caller,
    authorizeTicket(caller, 'ticket:read', await findTicket(ports.db, id)),
    place,
  )
}

/** Notes are for the team (M-12); what was deleted is for nobody. */
export const saidTo = (caller: Caller): SQL | undefined =>
  and(isNull(activities.deletedAt), isOfTheTeam(caller) ? undefined : eq(activities.isInternal, false))

/** By when it was said: what was mirrored late has a late id. */
const saidBefore = (ticketIds: readonly TicketId[], id: MessageId): SQL =>
  sql`(${activities.createdAt}, ${activities.id}) <
    (select one.created_at, one.id from ${activities} one where one.id = ${id} and one.ticket_id = any(${`{${ticketIds.join()}}`}::int[]))`

export async function readUpTo(db: Db | Tx, { userId }: Caller, ticketId: TicketId): Promise<number> {
  const [row] = await db
    .select({ lastReadMessageId: ticketReads.lastReadMessageId })
    .from(ticketReads)
    .where(and(eq(ticketReads.ticketId, ticketId), eq(ticketReads.userId, userId)))
  return row?.lastReadMessageId ?? 0
}

/** The newest that they may see, and not beyond `upTo`; 0: nothing. */
export async function newestSaid(
  db: Db | Tx,
  caller: Caller,
  ticketId: TicketId,
  upTo?: MessageId,
): Promise<MessageId> {
  const [row] = await db
    .select({ id: max(activities.id) })
    .from(activities)
    .where(
      and(
        eq(activities.ticketId, ticketId),
        saidTo(caller),
        upTo === undefined ? undefined : lt(activities.id, sql`${upTo}::bigint + 1`),
      ),
    )
  return (row?.id ?? 0) as MessageId
}

async function filesOfMessages(
  db: Db,
  ticketIds: readonly TicketId[],
  messages: readonly MessageRow[],
): Promise<Map<MessageId | null, FileRow[]>> {
  if (messages.length === 0) return new Map()
  const activityIds = messages.map(({ id }) => id)
  const rows = await filesOf(db, { ticketIds, activityIds })
  return Map.groupBy(rows, ({ activityId }) => activityId)
}
