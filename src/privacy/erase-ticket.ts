import { and, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import { activities, files } from '#src/db/activity-schema.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { jobs } from '#src/db/job-schema.ts'
import { crmFiles, driftFindings, webhookInbox } from '#src/db/mirror-schema.ts'
import { notices } from '#src/db/notice-schema.ts'
import { type Tell, telling } from '#src/db/tell.ts'
import type { CrmFileId, FileId, MessageId, TicketId, UserId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { ERASED_NAME, ERASED_TEXT } from '#src/tickets/erased.ts'
import { promiseChange, ticketKey } from '#src/tickets/promise-change.ts'
import { changeRow, findTicket, lockTicket, type TicketRow } from '#src/tickets/queries.ts'
import type { Visit } from '#src/visit.ts'
import { promiseErasure } from './erase-in-crm.ts'

type Needed = Pick<Ports, 'db' | 'files' | 'clock'>
/** `of`: whose words go; null: of whoever was not of the team. */
type How = { of: UserId | null; actorId: UserId | null; visit: Visit }
export type Erased = { messages: number; files: number }

/**
 * Takes whoever asked out of a ticket: who they were, what they wrote, their files. What is counted stays: when, how long, how
 * urgent, about what, how content. The CRM is told as of any change. Any number of times; the second finds nothing.
 */
export async function eraseTicket(ports: Needed, ticketId: TicketId, how: How): Promise<Erased | null> {
  const { db, files: store, clock } = ports
  const found = await findTicket(db, ticketId)
  if (!found || found.erasedAt !== null) return null
  const gone = await filesOf(db, found, how.of)
  // First the bytes: whoever dies in between leaves rows by which they are found once more.
  for (const { key } of gone) await store.drop(key)
  return db.transaction((tx) =>
    telling(tx, async (tell) => {
      const before = await lockTicket(tx, ticketId)
      if (!before || before.erasedAt !== null) return null
      const now = clock()
      const { messages, inCrm } = await eraseMessages(tx, before, { ...how, tell })
      await removeFiles(
        tx,
        gone.map(({ id }) => id),
      )
      const after = await changeRow(
        tx,
        before,
        {
          title: before.ticketNumber,
          description: ERASED_TEXT,
          requesterName: ERASED_NAME,
          requesterEmail: null,
          requesterPhone: null,
          matricula: null,
          cpf: null,
          custom: null,
          related: null,
          crmError: null,
          ratingFeedback: null,
          crmSnapshot: null,
          erasedAt: now,
        },
        { actorId: how.actorId, action: 'ticket-erased', visit: how.visit, tell, now },
      )
      await forgetAround(tx, before)
      if (before.crmDeletedAt === null) {
        await promiseChange(tx, before, after)
        const known = gone.flatMap(({ crmFileId }) => crmFileId ?? [])
        await promiseErasure(tx, ticketId, [...known, ...inCrm])
      }
      return { messages, files: gone.length }
    }),
  )
}

/** What was written down about it on its way between here and the CRM, and where people were told of it. */
async function forgetAround(tx: Tx, { id, dealId }: TicketRow): Promise<void> {
  if (dealId !== null) {
    await tx.update(webhookInbox).set({ body: '' }).where(eq(webhookInbox.dealId, dealId))
    await tx.update(driftFindings).set({ ours: null, theirs: null }).where(eq(driftFindings.dealId, dealId))
  }
  // What was given up holds what somebody wanted to say with it.
  await tx
    .delete(jobs)
    .where(and(eq(jobs.key, ticketKey(id)), eq(jobs.name, 'ask-change'), eq(jobs.state, 'dead')))
  await tx
    .update(notices)
    .set({ actorName: ERASED_NAME })
    .where(and(eq(notices.ticketId, id), isNull(notices.actorId), isNotNull(notices.actorName)))
}

const isTheRequesters = (): SQL | undefined =>
  or(
    // What we told the CRM ourselves names their files.
    inArray(activities.source, ['portal', 'system']),
    and(eq(activities.source, 'email'), sql`${activities.direction} is distinct from 'outgoing'`),
  )

/** What they said on it; by mail through the CRM nobody with an account may have. */
const saidBy = ({ id, userId }: TicketRow, of: UserId | null): SQL | undefined =>
  and(
    eq(activities.ticketId, id),
    of === null
      ? or(isTheRequesters(), userId === null ? undefined : eq(activities.authorUserId, userId))
      : or(eq(activities.authorUserId, of), and(isNull(activities.authorUserId), isTheRequesters())),
  )

/** What is left of a message, beside that there was one. */
export const NOTHING_SAID = {
  bodyText: ERASED_TEXT,
  bodyHtml: null,
  subject: null,
  authorName: ERASED_NAME,
  authorEmail: null,
  fromEmail: null,
  toEmail: null,
  mailMessageId: null,
  crmError: null,
  erasedAt: sql`clock_timestamp()`,
} as const

async function eraseMessages(
  tx: Tx,
  ticket: TicketRow,
  { of, actorId, tell }: How & { tell: Tell },
): Promise<{ messages: number; inCrm: CrmFileId[] }> {
  const rows = await tx
    .update(activities)
    .set(NOTHING_SAID)
    .where(and(saidBy(ticket, of), isNull(activities.erasedAt)))
    .returning({ id: activities.id, kind: activities.kind, isInternal: activities.isInternal })
  const inCrm = await forgetCrmFiles(
    tx,
    rows.map(({ id }) => id),
  )
  // Letters to them stay, without their address and the title.
  await tx
    .update(activities)
    .set({ toEmail: null, subject: ticket.ticketNumber, erasedAt: sql`clock_timestamp()` })
    .where(and(eq(activities.ticketId, ticket.id), eq(activities.kind, 'email'), isNull(activities.erasedAt)))
  for (const { id, kind, isInternal } of rows)
    tell({
      kind: 'message-changed',
      ticketId: ticket.id,
      actorId,
      isInternal,
      data: { message_id: id, kind },
    })
  return { messages: rows.length, inCrm }
}

/** Those of the ticket itself, and of what they said on it. */
async function filesOf(db: Db, ticket: TicketRow, of: UserId | null) {
  return db
    .select({ id: files.id, key: files.key, crmFileId: files.crmFileId })
    .from(files)
    .leftJoin(activities, eq(activities.id, files.activityId))
    .where(and(eq(files.ticketId, ticket.id), or(isNull(files.activityId), saidBy(ticket, of))))
}

/** What hangs on these in the CRM is not fetched any more, and has no name here. Returns what it is there. */
export async function forgetCrmFiles(tx: Tx, messageIds: readonly MessageId[]): Promise<CrmFileId[]> {
  if (messageIds.length === 0) return []
  const rows = await tx
    .update(crmFiles)
    .set({ ...NOT_HERE, fileId: null })
    .where(inArray(crmFiles.activityId, [...messageIds]))
    .returning({ crmFileId: crmFiles.crmFileId })
  return rows.map(({ crmFileId }) => crmFileId)
}

const NOT_HERE = {
  state: 'missing',
  reason: 'removed',
  name: null,
  contentId: null,
  settledAt: sql`clock_timestamp()`,
} as const

/** Rows whose bytes are gone. */
export async function removeFiles(tx: Tx, ids: readonly FileId[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(crmFiles)
    .set({ ...NOT_HERE, fileId: null })
    .where(inArray(crmFiles.fileId, [...ids]))
  await tx.delete(files).where(inArray(files.id, [...ids]))
}
