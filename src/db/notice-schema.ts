import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  unique,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core'
import type {
  DeviceId,
  JobId,
  MessageId,
  NoticeId,
  RatingLinkId,
  SessionId,
  TicketId,
  UserId,
} from '#src/ids.ts'
import { moment, quoted } from './columns.ts'
import { sessions, userReference } from './schema.ts'
import { deals } from './ticket-schema.ts'

/** What people are told of, beside what they look at. */

export const NOTICE_KINDS = [
  'ticket_created',
  'requester_reply',
  'agent_reply',
  'assigned',
  'mention',
  'resolved',
  'reopened',
  'sla_warning',
  'sla_breached',
] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/**
 * What becomes of the letter: there is none; one is promised; it waits for the next letter that holds several; it was sent; or it was
 * of no use any more when its time had come.
 */
export const NOTICE_MAILS = ['none', 'promised', 'gathered', 'sent', 'dropped'] as const
export type NoticeMail = (typeof NOTICE_MAILS)[number]

export const LETTER_PACES = ['now', 'hourly', 'daily'] as const
export type LetterPace = (typeof LETTER_PACES)[number]

/** That somebody is told of something: one for each person and thing, however many ways it reaches them by. */
export const notices = pgTable(
  'notices',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity().$type<NoticeId>(),
    userId: userReference().notNull(),
    kind: varchar({ length: 16 }).notNull().$type<NoticeKind>(),
    ticketId: integer()
      .notNull()
      .references(() => deals.id)
      .$type<TicketId>(),
    /** Of the event that it came from, which is kept for a week. */
    seq: bigint({ mode: 'number' }).notNull(),
    messageId: integer().$type<MessageId>(),
    /** Who did it; as they were called then, for those who have no account. */
    actorId: integer().$type<UserId>(),
    actorName: varchar({ length: 255 }),
    /** For the team alone. */
    isInternal: boolean().notNull().default(false),
    /** What its words need besides. */
    data: jsonb().notNull().default({}).$type<Record<string, unknown>>(),
    /** Among what the app lists. */
    isListed: boolean().notNull(),
    madeAt: moment().notNull().default(sql`clock_timestamp()`),
    readAt: moment(),
    mail: varchar({ length: 8 }).notNull().default('none').$type<NoticeMail>(),
    mailedAt: moment(),
    /** The job whose letter it goes with, where that holds several. */
    gatheredBy: bigint({ mode: 'number' }).$type<JobId>(),
    /** Promised to each of their browsers that takes pushes. */
    isPushed: boolean().notNull().default(false),
  },
  (table) => [
    unique('notices_is_one_each').on(table.userId, table.seq),
    index('notices_by_user').on(table.userId, table.id).where(sql`${table.isListed}`),
    index('notices_unread').on(table.userId, table.ticketId).where(sql`${table.readAt} is null`),
    index('notices_mailed').on(table.userId, table.madeAt).where(sql`${table.mail} in ('promised', 'sent')`),
    index('notices_pushed').on(table.userId, table.madeAt).where(sql`${table.isPushed}`),
    index('notices_by_age').on(table.madeAt),
    index('notices_by_ticket').on(table.ticketId),
    index('notices_by_digest').on(table.gatheredBy).where(sql`${table.gatheredBy} is not null`),
    index('notices_gathered').on(table.userId, table.id).where(sql`${table.mail} = 'gathered'`),
    check('notices_kind_is_known', sql`${table.kind} in (${quoted(NOTICE_KINDS)})`),
    check('notices_mail_is_known', sql`${table.mail} in (${quoted(NOTICE_MAILS)})`),
  ],
)

/** Up to which event notices were made. Whoever makes more holds the row until they are committed. */
export const noticeCursor = pgTable(
  'notice_cursor',
  {
    /** One row, and no second one. */
    isOnly: boolean().primaryKey().default(true),
    seq: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [check('notice_cursor_is_one_row', sql`${table.isOnly}`)],
)

/** How somebody wants to be told, where it is not as for everybody. */
export const noticePreferences = pgTable('notice_preferences', {
  userId: userReference().primaryKey(),
  /** By kind and channel; what is not named is as for everybody. */
  channels: jsonb().notNull().default({}).$type<Record<string, Record<string, boolean | undefined>>>(),
  /** Letters by themselves, or several in one: now, each full hour, or each morning. */
  letters: varchar({ length: 8 }).notNull().default('now').$type<LetterPace>(),
  /** When letters wait: minutes of the local day; null: never. */
  quietFrom: smallint(),
  quietTo: smallint(),
  /** Null: that of the business. */
  timeZone: varchar({ length: 64 }),
  updatedAt: moment().notNull().default(sql`clock_timestamp()`),
})

/**
 * A browser that is told of things while nobody looks (web push), because somebody asked for it there. It is a session's: it is told
 * nothing more once that is over.
 */
export const pushDevices = pgTable(
  'push_devices',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity().$type<DeviceId>(),
    userId: userReference().notNull(),
    sessionId: uuid()
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' })
      .$type<SessionId>(),
    /** Where its maker's push service takes what is for it: a secret. */
    endpoint: varchar({ length: 1024 }).notNull(),
    p256dh: varchar({ length: 87 }).notNull(),
    auth: varchar({ length: 22 }).notNull(),
    /** The key of ours that it was told of: it takes nothing from another. */
    madeFor: varchar({ length: 87 }).notNull(),
    madeAt: moment().notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    unique('push_devices_endpoint_is_unique').on(table.endpoint),
    unique('push_devices_is_one_for_each_session').on(table.sessionId),
    index('push_devices_by_user').on(table.userId),
  ],
)

/** A link in a letter by which whoever asked for help says how it went, without signing in: once, and for one solution. */
export const ratingLinks = pgTable(
  'rating_links',
  {
    id: uuid().primaryKey().$type<RatingLinkId>(),
    /** Whose letter it is in; a letter that is sent again has the same. */
    noticeId: bigint({ mode: 'number' })
      .notNull()
      .references(() => notices.id, { onDelete: 'cascade' })
      .$type<NoticeId>(),
    userId: userReference().notNull(),
    ticketId: integer()
      .notNull()
      .references(() => deals.id)
      .$type<TicketId>(),
    /** The solution that is asked about: another one is asked about anew. */
    resolvedAt: moment().notNull(),
    expiresAt: moment().notNull(),
    usedAt: moment(),
  },
  (table) => [
    unique('rating_links_is_one_each').on(table.noticeId),
    index('rating_links_by_expiry').on(table.expiresAt),
  ],
)
