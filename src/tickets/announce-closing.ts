import { and, asc, eq, gt, isNotNull, isNull, lt, notExists, or, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { recordChange } from '#src/db/audit.ts'
import type { Db } from '#src/db/connect.ts'
import { closeNotices } from '#src/db/ledger-schema.ts'
import { users } from '#src/db/schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { TicketId } from '#src/ids.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import { localVisit } from '#src/visit.ts'
import { composeClosing } from './closing-letter.ts'
import { threadIdOf } from './mail-thread.ts'
import { ticketKey } from './promise-change.ts'
import { findTicket, lockTicket } from './queries.ts'
import { isStillWorkedOn } from './visible.ts'

export const DAY_MS = 24 * 3_600_000
const AT_ONCE = 200

/** Somebody can be told. */
const hasReader = or(isNotNull(deals.userId), isNotNull(deals.requesterEmail))
export const hasNoReader = and(isNull(deals.userId), isNull(deals.requesterEmail))
/** That this resolution of a ticket was announced. */
export const noticeOf = (db: Db, also?: SQL) =>
  db
    .select({ one: sql`1` })
    .from(closeNotices)
    .where(
      and(eq(closeNotices.ticketId, deals.id), eq(closeNotices.resolvedAt, inMs(deals.resolvedAt)), also),
    )
/** As we read it: moments of ours have no more of them. */
const inMs = (at: AnyPgColumn) => sql`date_trunc('milliseconds', ${at})`

type Days = { autoCloseDays: number; autoCloseNoticeDays: number }

/** One letter for each time that a ticket was resolved, so many days before it is closed. Returns how many were promised. */
export async function announceClosing(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  { autoCloseDays, autoCloseNoticeDays }: Days,
  signal?: AbortSignal,
): Promise<number> {
  if (autoCloseDays === 0 || autoCloseNoticeDays === 0) return 0
  const now = clock()
  const before = new Date(now.getTime() - Math.max(0, autoCloseDays - autoCloseNoticeDays) * DAY_MS)
  const isDue = and(eq(deals.status, 'resolved'), lt(deals.resolvedAt, before), isStillWorkedOn, hasReader)
  let announced = 0
  let after = 0 as TicketId
  for (;;) {
    const due = await db
      .select({ id: deals.id })
      .from(deals)
      .where(and(isDue, gt(deals.id, after), notExists(noticeOf(db))))
      .orderBy(asc(deals.id))
      .limit(AT_ONCE)
    for (const { id } of due) {
      after = id
      if (signal?.aborted) return announced
      if (await announceOne(db, id, { now, before, autoCloseDays, autoCloseNoticeDays })) announced += 1
    }
    if (due.length < AT_ONCE) return announced
  }
}

type At = Days & { now: Date; before: Date }

const announceOne = (db: Db, id: TicketId, { now, before, autoCloseDays, autoCloseNoticeDays }: At) =>
  db.transaction(async (tx) => {
    const row = await lockTicket(tx, id)
    if (row?.status !== 'resolved' || row.resolvedAt === null || row.resolvedAt >= before) return false
    // Whoever is told late has as many days as all others.
    const closesAt = new Date(
      Math.max(
        row.resolvedAt.getTime() + autoCloseDays * DAY_MS,
        now.getTime() + autoCloseNoticeDays * DAY_MS,
      ),
    )
    const noted = await tx
      .insert(closeNotices)
      .values({ ticketId: id, resolvedAt: row.resolvedAt, closesAt })
      .onConflictDoNothing()
      .returning({ ticketId: closeNotices.ticketId })
    if (noted.length === 0) return false
    await recordChange(tx, {
      ...{ actorId: null, action: 'ticket-closing-announced', subject: 'ticket', subjectId: id },
      after: { closes_at: closesAt },
      visit: localVisit('announce-closing'),
    })
    const payload = { ticketId: id, resolvedAt: row.resolvedAt.toISOString() }
    await promise(tx, 'send-closing', payload, { key: `${ticketKey(id)}:mail`, lane: 'mail' })
    return true
  })

type Rules = { publicUrl: string; timeZone: string }

/** What was opened again meanwhile is not closed, and nobody need hear of it. Sent again, it is the same letter. */
export const sendClosing =
  ({ db, mailer }: Pick<Ports, 'db' | 'mailer'>, { publicUrl, timeZone }: Rules): Task<'send-closing'> =>
  async ({ ticketId, resolvedAt }, job) => {
    const ticket = await findTicket(db, ticketId)
    const moment = new Date(resolvedAt)
    if (ticket?.status !== 'resolved' || ticket.resolvedAt?.getTime() !== moment.getTime()) return
    const isIt = and(eq(closeNotices.ticketId, ticketId), eq(closeNotices.resolvedAt, moment))
    const [notice] = await db.select().from(closeNotices).where(isIt)
    const [user] =
      ticket.userId === null ? [] : await db.select().from(users).where(eq(users.id, ticket.userId))
    const to = user ? (user.isActive ? user.email : null) : ticket.requesterEmail
    if (!notice || !to) return
    const letter = composeClosing(user?.locale ?? 'pt-BR', {
      ticket: { number: ticket.ticketNumber, title: ticket.title },
      closesAt: notice.closesAt,
      url: `${publicUrl}/chamados/${ticketId}`,
      timeZone,
    })
    const messageId = `<closing-${ticketId}-${moment.getTime()}@${new URL(publicUrl).hostname}>`
    const references = [threadIdOf(ticket, publicUrl)]
    await mailer.send({ to, messageId, references, isAutomatic: true, ...letter }, job.signal)
  }
