import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core'
import type {
  ActivityId,
  CommentId,
  CrmFileId,
  CrmUserId,
  FileId,
  MessageId,
  TicketId,
  UploadId,
  UserId,
} from '#src/ids.ts'
import { moment, quoted } from './columns.ts'
import { userReference } from './schema.ts'
import { type CrmStatus, deals } from './ticket-schema.ts'

/** What happened on a ticket, and the files that came with it. */

export const ACTIVITY_KINDS = ['comment', 'email', 'note', 'system', 'call', 'task'] as const
export type ActivityKind = (typeof ACTIVITY_KINDS)[number]
export const ACTIVITY_SOURCES = ['portal', 'agent', 'crm', 'email', 'system'] as const
export type ActivitySource = (typeof ACTIVITY_SOURCES)[number]

/** Something that happened on a ticket: what was said, mailed, noted. The CRM numbers comments and activities apart. */
export const activities = pgTable(
  'activities',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity().$type<MessageId>(),
    ticketId: integer()
      .notNull()
      .references(() => deals.id)
      .$type<TicketId>(),
    kind: varchar({ length: 8 }).notNull().$type<ActivityKind>(),
    source: varchar({ length: 8 }).notNull().$type<ActivitySource>(),
    externalKind: varchar({ length: 8 }).$type<'comment' | 'activity'>(),
    externalId: integer().$type<CommentId | ActivityId>(),
    /** Ours, made before the first call. */
    originKey: uuid().notNull().defaultRandom(),
    /** For the team alone: never told to the requester, nor to the CRM. */
    isInternal: boolean().notNull().default(false),
    direction: varchar({ length: 8 }).$type<'incoming' | 'outgoing'>(),
    messageType: varchar({ length: 8 }).notNull().default('text').$type<'text' | 'image' | 'file'>(),
    authorUserId: userReference(),
    authorCrmId: integer().$type<CrmUserId>(),
    /** As they were called then, for those who have no account. */
    authorName: varchar({ length: 255 }),
    authorEmail: varchar({ length: 255 }),
    subject: varchar({ length: 255 }),
    bodyText: text().notNull(),
    /** Sanitised before it is stored. */
    bodyHtml: text(),
    fromEmail: varchar({ length: 255 }),
    toEmail: varchar({ length: 255 }),
    /** Of a mail: RFC 5322. */
    mailMessageId: varchar({ length: 255 }),
    /** A mail server said that a letter of it, or that told of it, did not arrive. */
    returnedAt: moment(),
    /** Whom it calls by name. */
    mentions: integer().array().notNull().default([]).$type<UserId[]>(),
    /** From the author's client: the same message sent again is the same row. */
    clientId: varchar({ length: 128 }),
    crmStatus: varchar({ length: 8 }).$type<CrmStatus>(),
    crmError: text(),
    createdAtCrm: moment(),
    crmModifiedAt: moment(),
    crmReadOrder: bigint({ mode: 'number' }),
    /** Of what the CRM said of it last. */
    crmDigest: varchar({ length: 64 }),
    createdAt: moment().notNull().default(sql`clock_timestamp()`),
    editedAt: moment(),
    /** What it said of a person was taken away for good; what the CRM has of it is not read any more. */
    erasedAt: moment(),
    deletedAt: moment(),
  },
  (table) => [
    index('activities_by_ticket').on(table.ticketId, table.createdAt, table.id),
    unique('activities_origin_key_is_unique').on(table.originKey),
    index('activities_by_mail').on(table.mailMessageId).where(sql`${table.mailMessageId} is not null`),
    // A mail can belong to several deals.
    uniqueIndex('activities_external_id_is_unique')
      .on(table.externalKind, table.externalId, table.ticketId)
      .where(sql`${table.externalId} is not null`),
    uniqueIndex('activities_client_id_is_unique')
      .on(table.authorUserId, table.clientId)
      .where(sql`${table.clientId} is not null`),
    check('activities_kind_is_known', sql`${table.kind} in (${quoted(ACTIVITY_KINDS)})`),
    check('activities_source_is_known', sql`${table.source} in (${quoted(ACTIVITY_SOURCES)})`),
  ],
)

export const SCAN_STATUSES = ['not-scanned', 'waiting', 'clean', 'infected'] as const
export type ScanStatus = (typeof SCAN_STATUSES)[number]

/**
 * A file whose bytes are in the store. Without a ticket it is an upload that nobody used yet, and is swept after a day; with a
 * ticket and no activity it came with the ticket itself.
 */
export const files = pgTable(
  'files',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity().$type<FileId>(),
    uploadId: uuid().notNull().$type<UploadId>(),
    /** In the store. */
    key: varchar({ length: 500 }).notNull(),
    filename: varchar({ length: 255 }).notNull(),
    sizeBytes: integer().notNull(),
    mime: varchar({ length: 128 }).notNull(),
    sha256: varchar({ length: 64 }).notNull(),
    scanStatus: varchar({ length: 16 }).notNull().default('not-scanned').$type<ScanStatus>(),
    uploadedBy: userReference(),
    createdAt: moment().notNull().default(sql`clock_timestamp()`),
    ticketId: integer()
      .references(() => deals.id)
      .$type<TicketId>(),
    activityId: integer()
      .references(() => activities.id)
      .$type<MessageId>(),
    crmFileId: integer().$type<CrmFileId>(),
    /** Null: it does not go there. */
    crmStatus: varchar({ length: 8 }).$type<CrmStatus>(),
  },
  (table) => [
    unique('files_upload_id_is_unique').on(table.uploadId),
    unique('files_key_is_unique').on(table.key),
    index('files_by_ticket').on(table.ticketId, table.id),
    index('files_by_activity').on(table.activityId, table.id),
    index('files_unused').on(table.createdAt).where(sql`${table.ticketId} is null`),
    index('files_by_uploader').on(table.uploadedBy, table.createdAt),
    check('files_scan_status_is_known', sql`${table.scanStatus} in (${quoted(SCAN_STATUSES)})`),
  ],
)
