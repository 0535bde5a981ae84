import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Person } from '#src/auth/access.ts'
import { activities, files } from '#src/db/activity-schema.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { mergedFrom } from '#src/db/merged-tickets.ts'
import { DomainError } from '#src/errors.ts'
import type { UploadId } from '#src/ids.ts'
import { FOLLOW_UP } from './follow-up.ts'
import type { MessageRow } from './message.ts'
import { findTicket, type TicketRow } from './queries.ts'
import type { Saying } from './say.ts'

/** The portal names no request: the same mail again at once is a second click. */
const SAME_MAIL_WITHIN = sql.raw(`interval '10 seconds'`)

/** What its author sent before under the same name; to send something else under it is a mistake. The ticket must be locked. */
export async function saidBefore(
  tx: Tx,
  ticket: TicketRow,
  caller: Pick<Person, 'userId'>,
  saying: Saying,
): Promise<MessageRow | null> {
  if (saying.clientId === undefined) return null
  const [row] = await tx
    .select()
    .from(activities)
    .where(and(eq(activities.authorUserId, caller.userId), eq(activities.clientId, saying.clientId)))
  if (!row) return null
  // It began a ticket of its own, because this one was closed.
  const isFollowUp = row.ticketId !== ticket.id && (await follows(tx, row, ticket))
  const isThere = row.ticketId === ticket.id || isFollowUp || (await wentInto(tx, row, ticket))
  const isSame =
    isThere &&
    row.kind === saying.kind &&
    row.bodyText === saying.text &&
    row.subject === (saying.mail?.subject ?? null) &&
    row.toEmail === (saying.mail?.toEmail ?? null) &&
    (await hasFiles(tx, row, saying.uploadIds, isFollowUp))
  if (!isSame) throw new DomainError('idempotency-key-reused')
  return row
}

/** A mail like this one, that its author had sent on this ticket a moment ago. */
export async function mailedJustNow(
  tx: Tx,
  ticket: TicketRow,
  caller: Pick<Person, 'userId'>,
  { text, mail }: Saying,
) {
  const [row] = await tx
    .select()
    .from(activities)
    .where(
      and(
        eq(activities.ticketId, ticket.id),
        eq(activities.authorUserId, caller.userId),
        eq(activities.kind, 'email'),
        eq(activities.bodyText, text),
        eq(activities.subject, mail?.subject ?? ''),
        eq(activities.fromEmail, mail?.fromEmail ?? ''),
        eq(activities.toEmail, mail?.toEmail ?? ''),
        sql`${activities.createdAt} > clock_timestamp() - ${SAME_MAIL_WITHIN}`,
      ),
    )
    .orderBy(desc(activities.id))
    .limit(1)
  return row ?? null
}

/** It was said before its ticket was merged into this one. */
const wentInto = async (tx: Tx, row: MessageRow, ticket: TicketRow) =>
  (await mergedFrom(tx, ticket.id)).some(({ id }) => id === row.ticketId)

async function follows(db: Db | Tx, row: MessageRow, ticket: TicketRow): Promise<boolean> {
  const other = await findTicket(db, row.ticketId)
  return other?.related?.type === FOLLOW_UP && other.related.id === String(ticket.id)
}

/** By what is in them: the portal sends the bytes themselves, which become other uploads each time. */
async function hasFiles(
  db: Db | Tx,
  { id, ticketId }: MessageRow,
  uploadIds: readonly UploadId[],
  isFirst: boolean,
): Promise<boolean> {
  const columns = { sha256: files.sha256, filename: files.filename }
  // Those of the first message are the ticket's.
  const isIts = isFirst ? isNull(files.activityId) : eq(files.activityId, id)
  const there = await db
    .select(columns)
    .from(files)
    .where(and(eq(files.ticketId, ticketId), isIts))
  const named =
    uploadIds.length === 0
      ? []
      : await db
          .select(columns)
          .from(files)
          .where(inArray(files.uploadId, [...uploadIds]))
  const contents = (rows: typeof there) => rows.map(({ sha256, filename }) => `${sha256} ${filename}`).sort()
  return contents(there).join('\n') === contents(named).join('\n')
}
