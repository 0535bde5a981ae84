import { and, asc, eq, gt, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { describeUser } from '#src/accounts/user.ts'
import { activities, files } from '#src/db/activity-schema.ts'
import { teamPresence } from '#src/db/assignment-schema.ts'
import { snake } from '#src/db/columns.ts'
import type { Db } from '#src/db/connect.ts'
import { crmPeople } from '#src/db/crm-schema.ts'
import { helpArticles, helpOffers, helpPictures, helpVersions, helpVotes } from '#src/db/help-schema.ts'
import { ticketReads } from '#src/db/ledger-schema.ts'
import { ticketWatchers } from '#src/db/link-schema.ts'
import { inboundMails } from '#src/db/mail-schema.ts'
import { noticePreferences, notices, pushDevices } from '#src/db/notice-schema.ts'
import { cpfAccesses, erasures, privacyExports } from '#src/db/privacy-schema.ts'
import { macroUses, replies } from '#src/db/reply-schema.ts'
import { accountLetters, auditLog, sessions, signUps, userIdentities, type users } from '#src/db/schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import { savedViews } from '#src/db/view-schema.ts'
import { senderTypeOf } from '#src/tickets/message.ts'
import type { TicketRow } from '#src/tickets/queries.ts'

type Line = { kind: string } & Record<string, unknown>
type Person = typeof users.$inferSelect

const AT_ONCE = 200
/** The few of which nobody has more. */
const MOST = 10_000

/**
 * All that is here about somebody, a line each. Page by page, whatever there is of it: no more than a page is held. What others
 * wrote among themselves is not in it.
 */
export async function* exportLines(db: Db, person: Person, cpf: string | null): AsyncGenerator<Line> {
  const { id } = person
  yield { kind: 'profile', ...describeUser(person), cpf, email_confirmed_at: person.emailConfirmedAt }
  yield* linesOf('session', await db.select().from(sessions).where(eq(sessions.userId, id)).limit(MOST), [
    ...([
      'createdAt',
      'rotatedAt',
      'expiresAt',
      'revokedAt',
      'revokedReason',
      'address',
      'userAgent',
    ] as const),
  ])
  yield* linesOf(
    'company-sign-in',
    await db.select().from(userIdentities).where(eq(userIdentities.userId, id)).limit(MOST),
    ['issuer', 'subject', 'linkedAt'],
  )
  yield* linesOf('sign-up', await db.select().from(signUps).where(isTheirSignUp(person)).limit(MOST), [
    ...(['fullName', 'matricula', 'email', 'department', 'filial'] as const),
    ...(['state', 'askedAt', 'decidedAt', 'reason', 'letterSentAt'] as const),
  ])
  yield* linesOf(
    'letter',
    await db.select().from(accountLetters).where(eq(accountLetters.userId, id)).limit(MOST),
    ['kind', 'promisedAt', 'sentAt'],
  )
  for await (const ticket of pages(db, deals, deals.id, eq(deals.userId, id))) yield ticketLine(ticket)
  const isTheirs = eq(deals.userId, id)
  for await (const message of messagesOf(db, isTheirs)) yield messageLine(message)
  for await (const message of pages(db, activities, activities.id, isSaidElsewhere(id)))
    yield messageLine(message)
  for await (const file of pages(db, files, files.id, eq(files.uploadedBy, id)))
    yield {
      kind: 'file',
      ...{ id: file.id, filename: file.filename, size: file.sizeBytes, type: file.mime, sha256: file.sha256 },
      ...{ ticket_id: file.ticketId, message_id: file.activityId, created_at: file.createdAt },
      url: `/api/v1/attachments/${file.id}`,
    }
  yield* linesOf(
    'followed-ticket',
    await db.select().from(ticketWatchers).where(eq(ticketWatchers.userId, id)).limit(MOST),
    ['ticketId', 'createdAt'],
  )
  yield* linesOf('read', await db.select().from(ticketReads).where(eq(ticketReads.userId, id)).limit(MOST), [
    'ticketId',
    'lastReadAt',
  ])
  yield* linesOf(
    'notice-preferences',
    await db.select().from(noticePreferences).where(eq(noticePreferences.userId, id)).limit(MOST),
    ['channels', 'letters', 'quietFrom', 'quietTo', 'timeZone'],
  )
  for await (const notice of pages(db, notices, notices.id, eq(notices.userId, id)))
    yield {
      kind: 'notice',
      ...{ about: notice.kind, ticket_id: notice.ticketId, made_at: notice.madeAt, read_at: notice.readAt },
      by: notice.actorName,
    }
  // Without its address, which is a secret.
  for (const { endpoint, madeAt } of await db
    .select()
    .from(pushDevices)
    .where(eq(pushDevices.userId, id))
    .limit(MOST))
    yield { kind: 'push-device', push_service: new URL(endpoint).host, made_at: madeAt }
  for await (const reply of pages(db, replies, replies.id, eq(replies.ownerId, id)))
    yield { kind: 'canned-reply', title: reply.title, text: reply.body, is_shared: reply.isShared }
  yield* linesOf('view', await db.select().from(savedViews).where(eq(savedViews.ownerId, id)).limit(MOST), [
    'name',
    'screen',
    'search',
    'isShared',
  ])
  yield* linesOf(
    'article-vote',
    await db.select().from(helpVotes).where(eq(helpVotes.userId, id)).limit(MOST),
    ['articleId', 'isHelpful', 'comment', 'votedAt'],
  )
  yield* linesOf(
    'article-picture',
    await db.select().from(helpPictures).where(eq(helpPictures.uploadedBy, id)).limit(MOST),
    ['mime', 'sizeBytes', 'sha256', 'createdAt'],
  )
  yield* linesOf(
    'article-offer',
    await db.select().from(helpOffers).where(eq(helpOffers.userId, id)).limit(MOST),
    ['articleId', 'shownAt', 'openedAt', 'solvedAt'],
  )
  yield* ofTheTeam(db, person)
  for await (const access of pages(db, cpfAccesses, cpfAccesses.id, eq(cpfAccesses.userId, id)))
    yield {
      kind: 'cpf-access',
      ...{ at: access.at, purpose: access.purpose, ticket_id: access.ticketId, by: access.actorId },
    }
  yield* linesOf(
    'export',
    await db.select().from(privacyExports).where(eq(privacyExports.userId, id)).limit(MOST),
    ['requestedAt', 'askedById', 'reason', 'readyAt'],
  )
  for await (const mail of pages(db, inboundMails, inboundMails.id, isTheirMail(db, person)))
    yield {
      kind: 'mail',
      ...{ id: mail.id, received_at: mail.receivedAt, subject: mail.subject, size: mail.sizeBytes },
      ...{ verdict: mail.verdict, reason: mail.reason, ticket_id: mail.ticketId },
    }
  const isAbout = or(eq(auditLog.actorId, id), and(eq(auditLog.subject, 'user'), eq(auditLog.subjectId, id)))
  for await (const line of pages(db, auditLog, auditLog.id, isAbout))
    yield {
      kind: 'action',
      ...{ at: line.at, action: line.action, subject: line.subject, subject_id: line.subjectId },
      // Where it was done from is known of what they did themselves alone.
      by_them: line.actorId === id,
      address: line.actorId === id ? line.address : null,
    }
}

/** From their address, or from one that they had before, as far as something was made of it. */
const isTheirMail = (db: Db, { id, email }: Person) =>
  or(
    eq(inboundMails.fromEmail, email),
    inArray(
      inboundMails.activityId,
      db.select({ id: activities.id }).from(activities).where(eq(activities.authorUserId, id)),
    ),
  )

const isTheirSignUp = ({ id, email }: Person) => or(eq(signUps.id, id), eq(signUps.email, email))

/** What there is of somebody because they work with tickets of others. */
async function* ofTheTeam(db: Db, { id, email }: Person): AsyncGenerator<Line> {
  for await (const ticket of pages(db, deals, deals.id, eq(deals.responsibleId, id)))
    yield {
      kind: 'in-charge',
      ...{ ticket_id: ticket.id, number: ticket.ticketNumber, assigned_at: ticket.assignedAt },
      ...{ name: ticket.responsible, email: ticket.responsibleEmail },
    }
  for await (const ticket of pages(db, deals, deals.id, eq(deals.filedById, id)))
    yield { kind: 'filed-for-others', ticket_id: ticket.id, number: ticket.ticketNumber }
  yield* linesOf(
    'presence',
    await db.select().from(teamPresence).where(eq(teamPresence.userId, id)).limit(MOST),
    ['seenAt', 'givenAt'],
  )
  yield* linesOf('macro-use', await db.select().from(macroUses).where(eq(macroUses.userId, id)).limit(MOST), [
    'macroId',
    'ticketId',
    'usedAt',
  ])
  yield* linesOf(
    'article',
    await db.select().from(helpArticles).where(eq(helpArticles.authorId, id)).limit(MOST),
    ['id', 'createdAt'],
  )
  yield* linesOf(
    'article-change',
    await db.select().from(helpVersions).where(eq(helpVersions.actorId, id)).limit(MOST),
    ['articleId', 'version', 'at'],
  )
  yield* linesOf(
    'erasure-asked',
    await db.select().from(erasures).where(eq(erasures.askedById, id)).limit(MOST),
    ['userId', 'requestedAt', 'reason'],
  )
  yield* linesOf(
    'crm-person',
    await db.select().from(crmPeople).where(sql`lower(${crmPeople.email}) = ${email}`).limit(MOST),
    ['crmUserId', 'name', 'email', 'departmentIds', 'isActive'],
  )
}

/** In the order of their ids, a page at a time. */
async function* pages<T extends PgTable>(
  db: Db,
  table: T,
  id: PgColumn,
  which: SQL | undefined,
): AsyncGenerator<T['$inferSelect']> {
  for (let after = 0; ; ) {
    const rows = (await db
      .select()
      // Drizzle's own type of a table that is any.
      .from(table as PgTable)
      .where(and(which, gt(id, after)))
      .orderBy(asc(id))
      .limit(AT_ONCE)) as (T['$inferSelect'] & { id: number })[]
    yield* rows
    if (rows.length < AT_ONCE) return
    after = rows.at(-1)?.id ?? after
  }
}

type Message = typeof activities.$inferSelect

/** What was said on their tickets, to them or by them. */
async function* messagesOf(db: Db, isTheirs: SQL): AsyncGenerator<Message> {
  for (let after = 0; ; ) {
    const rows = await db
      .select({ message: activities })
      .from(activities)
      .innerJoin(deals, eq(deals.id, activities.ticketId))
      .where(
        and(
          isTheirs,
          isNull(activities.deletedAt),
          eq(activities.isInternal, false),
          gt(activities.id, after as Message['id']),
        ),
      )
      .orderBy(asc(activities.id))
      .limit(AT_ONCE)
    for (const { message } of rows) yield message
    if (rows.length < AT_ONCE) return
    after = rows.at(-1)?.message.id ?? after
  }
}

/** Their own words on tickets of others, and their own notes. */
const isSaidElsewhere = (id: Person['id']) => eq(activities.authorUserId, id)

function ticketLine(row: Omit<TicketRow, 'search'>): Line {
  return {
    kind: 'ticket',
    ...{
      id: row.id,
      number: row.ticketNumber,
      deal_id: row.dealId,
      title: row.title,
      description: row.description,
    },
    ...{ status: row.status, priority: row.priority, category: row.serviceCategory, system: row.systemType },
    ...{
      name: row.requesterName,
      email: row.requesterEmail,
      phone: row.requesterPhone,
      matricula: row.matricula,
    },
    ...{ department: row.requesterDepartment, filial: row.filial, has_cpf: row.cpf !== null },
    ...{ created_at: row.createdAt, resolved_at: row.resolvedAt, closed_at: row.closedAt },
    ...{ rating: row.rating, rating_feedback: row.ratingFeedback, rated_at: row.ratedAt },
    ...{ resolution_notes: row.resolutionNotes, tags: row.tags, custom: row.custom, related: row.related },
  }
}

const messageLine = (row: Message): Line => ({
  kind: 'message',
  ...{ id: row.id, ticket_id: row.ticketId, type: row.kind, is_internal: row.isInternal },
  ...{ by: senderTypeOf(row), author: row.authorName, at: row.createdAt },
  ...{ subject: row.subject, text: row.bodyText, from: row.fromEmail, to: row.toEmail },
})

function* linesOf<R extends Record<string, unknown>, K extends keyof R & string>(
  kind: string,
  rows: readonly R[],
  names: readonly K[],
): Generator<Line> {
  for (const row of rows)
    yield { ...Object.fromEntries(names.map((name) => [snake(name), row[name]])), kind: `${kind}` }
}
