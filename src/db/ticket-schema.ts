import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core'
import type {
  ActivityId,
  CategoryId,
  CommentId,
  ContactId,
  CrmFileId,
  CrmUserId,
  DealId,
  FileId,
  MessageId,
  TicketId,
  UploadId,
  UserId,
} from '#src/ids.ts'
import { users } from './schema.ts'

/** Tickets and what belongs to them; the rest of the data model is in schema.ts and job-schema.ts. */

const moment = () => timestamp({ withTimezone: true, mode: 'date' })
const quoted = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '))
/** The most urgent is the highest; as an expression, because it is sorted by and indexed. */
export const urgencyOf = (priority: AnyPgColumn) =>
  sql`(case ${priority} when 'urgent' then 4 when 'high' then 3 when 'medium' then 2 else 1 end)`
/** What has no deadline is due after everything that has one. */
export const deadlineOrNever = (deadline: AnyPgColumn) =>
  sql`(coalesce(${deadline}, '9999-12-31 00:00:00+00'))`
const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })
const userReference = () =>
  integer()
    .references(() => users.id)
    .$type<UserId>()

export const STATUSES = ['open', 'in_progress', 'waiting_for_user', 'on_hold', 'resolved', 'closed'] as const
export type Status = (typeof STATUSES)[number]
export const PRIORITIES = ['urgent', 'high', 'medium', 'low'] as const
export type Priority = (typeof PRIORITIES)[number]
/** How it stands between us and the CRM: something is promised, all is there, or a person has to look. */
export const CRM_STATUSES = ['pending', 'synced', 'failed'] as const
export type CrmStatus = (typeof CRM_STATUSES)[number]

/** What a ticket can be about; labels by language. */
export const categories = pgTable(
  'categories',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity().$type<CategoryId>(),
    slug: varchar({ length: 64 }).notNull(),
    labels: jsonb().notNull().$type<Record<string, string>>(),
    kind: varchar({ length: 8 }).notNull().default('ticket').$type<'ticket' | 'article' | 'faq'>(),
    defaultPriority: varchar({ length: 8 }).notNull().default('medium').$type<Priority>(),
    defaultDepartment: varchar({ length: 100 }),
    /** What the CRM calls it; without one it is called by its label. */
    crmValue: varchar({ length: 100 }),
    requiresCpf: boolean().notNull().default(false),
    isActive: boolean().notNull().default(true),
    position: integer().notNull().default(0),
  },
  (table) => [unique('categories_slug_is_unique').on(table.kind, table.slug)],
)

/** The last number given out on a day, in the zone of the business. */
export const ticketNumbers = pgTable('ticket_numbers', {
  day: date({ mode: 'string' }).primaryKey(),
  last: integer().notNull(),
})

/**
 * A ticket, and the deal that it is in the CRM. `sync/` writes what the CRM owns once the mirror reads it; until the CRM has
 * answered, `dealId` is null.
 */
export const deals = pgTable(
  'deals',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity().$type<TicketId>(),
    dealId: integer().$type<DealId>(),
    /** Ours, made before the first call: how the deal is found whose answer got lost. */
    originKey: uuid().notNull(),
    ticketNumber: varchar({ length: 20 }).notNull(),
    title: varchar({ length: 255 }).notNull(),
    description: text().notNull(),
    pipelineId: integer().notNull(),
    stageId: varchar({ length: 50 }).notNull(),
    status: varchar({ length: 20 }).notNull().default('open').$type<Status>(),
    closeReason: varchar({ length: 32 }),
    priority: varchar({ length: 8 }).notNull().$type<Priority>(),
    categoryId: integer()
      .references(() => categories.id)
      .$type<CategoryId>(),
    /** As it was typed, or the label of the category. */
    serviceCategory: varchar({ length: 100 }),
    systemType: varchar({ length: 100 }),
    requesterDepartment: varchar({ length: 100 }),
    assigneeDepartment: varchar({ length: 100 }),
    filial: varchar({ length: 64 }),
    matricula: varchar({ length: 20 }),
    requesterName: varchar({ length: 128 }),
    requesterEmail: varchar({ length: 128 }),
    requesterPhone: varchar({ length: 32 }),
    /** Sealed to the origin key; see auth/cpf.ts. */
    cpf: varchar({ length: 128 }),
    /** Who asks; null for deals that were made in the CRM. */
    userId: userReference(),
    /** An agent who filed it for somebody else. */
    filedById: userReference(),
    /** Who works on it, as the CRM knows them... */
    responsibleCrmId: integer().$type<CrmUserId>(),
    responsible: varchar({ length: 255 }),
    responsibleEmail: varchar({ length: 255 }),
    /** ...and as we do, where they have an account here. */
    responsibleId: userReference(),
    assignedAt: moment(),
    dateDeadline: moment(),
    firstResponseAt: moment(),
    resolvedAt: moment(),
    closedAt: moment(),
    reopenCount: integer().notNull().default(0),
    resolutionNotes: text(),
    rating: smallint(),
    ratingFeedback: text(),
    ratedAt: moment(),
    related: jsonb().$type<{ type: string; id: string }>(),
    custom: jsonb().$type<Record<string, unknown>>(),
    tags: varchar({ length: 40 }).array().notNull().default([]),
    /** For the requester: something was said since they looked. */
    isUnread: boolean().notNull().default(false),
    /** For the team: likewise. */
    isUnreadByTeam: boolean().notNull().default(true),
    messageCount: integer().notNull().default(0),
    createdAt: moment().notNull().default(sql`clock_timestamp()`),
    updatedAt: moment().notNull().default(sql`clock_timestamp()`),
    /** Counts changes: what `If-Match` is held against. */
    version: integer().notNull().default(1),
    crmStatus: varchar({ length: 8 }).notNull().default('pending').$type<CrmStatus>(),
    /** Why it failed, for the team. */
    crmError: text(),
    contactId: integer().$type<ContactId>(),
    crmModifiedAt: moment(),
    crmSyncedAt: moment(),
    /** When it was last heard of, in the order of all our readings: see sync/read-order.ts. */
    crmReadOrder: bigint({ mode: 'number' }),
    crmLastActivityAt: moment(),
    /** The CRM has it no more. */
    crmDeletedAt: moment(),
    /** It went to a pipeline that is not mirrored. */
    crmLeftAt: moment(),
    /** As it was last read, without what is secret. */
    crmSnapshot: jsonb(),
    createdById: varchar({ length: 10 }),
    modifyById: varchar({ length: 10 }),
    movedById: varchar({ length: 10 }),
    lastActivityById: varchar({ length: 10 }),
    lastCommunicationTime: varchar({ length: 19 }),
    beginDate: moment(),
    search: tsvector().generatedAlwaysAs(
      sql`ticket_search(ticket_number, deal_id, title, description, requester_name, tags)`,
    ),
  },
  (table) => [
    unique('deals_deal_id_is_unique').on(table.dealId),
    unique('deals_origin_key_is_unique').on(table.originKey),
    unique('deals_ticket_number_is_unique').on(table.ticketNumber),
    // Lists are read in the order of one of these, from its end or from a place in it.
    index('deals_by_created').on(table.createdAt, table.id),
    index('deals_by_urgency').on(urgencyOf(table.priority), table.id),
    index('deals_unsolved_by_urgency')
      .on(urgencyOf(table.priority), table.id)
      .where(sql`${table.status} not in ('resolved', 'closed')`),
    index('deals_unread_by_team').on(table.createdAt, table.id).where(sql`${table.isUnreadByTeam}`),
    index('deals_by_due').on(deadlineOrNever(table.dateDeadline), table.id),
    index('deals_by_user').on(table.userId, table.createdAt, table.id),
    index('deals_by_responsible').on(table.responsibleId, table.createdAt, table.id),
    index('deals_by_status').on(table.status, table.createdAt, table.id),
    index('deals_by_category').on(table.categoryId, table.createdAt, table.id),
    index('deals_by_department').on(table.assigneeDepartment, table.createdAt, table.id),
    // For the beginning of a number, whatever the collation.
    index('deals_by_number').on(table.ticketNumber.op('varchar_pattern_ops')),
    index('deals_by_stage').on(table.stageId, table.id),
    index('deals_by_updated').on(table.updatedAt, table.id),
    index('deals_by_deadline')
      .on(table.dateDeadline)
      .where(sql`${table.status} not in ('resolved', 'closed')`),
    index('deals_by_tag').using('gin', table.tags),
    index('deals_by_text').using('gin', table.search),
    check('deals_status_is_known', sql`${table.status} in (${quoted(STATUSES)})`),
    check('deals_priority_is_known', sql`${table.priority} in (${quoted(PRIORITIES)})`),
    check('deals_crm_status_is_known', sql`${table.crmStatus} in (${quoted(CRM_STATUSES)})`),
    check('deals_rating_is_1_to_5', sql`${table.rating} between 1 and 5`),
  ],
)

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
    deletedAt: moment(),
  },
  (table) => [
    index('activities_by_ticket').on(table.ticketId, table.createdAt, table.id),
    unique('activities_origin_key_is_unique').on(table.originKey),
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

/** How far somebody has read a ticket: all marks of unread are derived from this. */
export const ticketReads = pgTable(
  'ticket_reads',
  {
    ticketId: integer()
      .notNull()
      .references(() => deals.id)
      .$type<TicketId>(),
    userId: userReference().notNull(),
    lastReadMessageId: integer().notNull().default(0).$type<MessageId>(),
    lastReadAt: moment().notNull().default(sql`clock_timestamp()`),
  },
  (table) => [primaryKey({ name: 'ticket_reads_is_one_each', columns: [table.ticketId, table.userId] })],
)

/** A request that may be sent again: the same key with the same body has made this ticket already. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    userId: userReference().notNull(),
    key: varchar({ length: 160 }).notNull(),
    bodyHash: varchar({ length: 64 }).notNull(),
    ticketId: integer().$type<TicketId>(),
    expiresAt: moment().notNull(),
  },
  (table) => [
    primaryKey({ name: 'idempotency_keys_is_one_each', columns: [table.userId, table.key] }),
    index('idempotency_keys_by_expiry').on(table.expiresAt),
  ],
)

/** Whom the CRM knows by an e-mail address; one gateway asks at a time, until its claim runs out. */
export const crmContacts = pgTable('crm_contacts', {
  email: varchar({ length: 128 }).primaryKey(),
  contactId: integer().$type<ContactId>(),
  claimedUntil: moment(),
  foundAt: moment(),
})

/** What happened, in the order in which it was committed; whoever has seen number 10 never misses number 9. */
export const domainEvents = pgTable(
  'domain_events',
  {
    seq: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: moment().notNull().default(sql`clock_timestamp()`),
    kind: varchar({ length: 32 }).notNull(),
    ticketId: integer().notNull().$type<TicketId>(),
    actorId: integer().$type<UserId>(),
    /** For the team alone. */
    isInternal: boolean().notNull().default(false),
    data: jsonb().notNull().$type<Record<string, unknown>>(),
  },
  (table) => [index('domain_events_by_ticket').on(table.ticketId, table.seq)],
)
