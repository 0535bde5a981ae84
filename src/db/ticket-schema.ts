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
  unique,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core'
import type { CategoryId, ContactId, CrmUserId, DealId, TicketId, UserId } from '#src/ids.ts'
import { moment, quoted } from './columns.ts'
import { userReference } from './schema.ts'

/** Tickets, what they can be about and how they are numbered. */

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })
/** The most urgent is the highest; as an expression, because it is sorted by and indexed. */
export const urgencyOf = (priority: AnyPgColumn) =>
  sql`(case ${priority} when 'urgent' then 4 when 'high' then 3 when 'medium' then 2 else 1 end)`
/** What has no deadline is due after everything that has one. */
export const deadlineOrNever = (deadline: AnyPgColumn) =>
  sql`(coalesce(${deadline}, '9999-12-31 00:00:00+00'))`

export const STATUSES = ['open', 'in_progress', 'waiting_for_user', 'on_hold', 'resolved', 'closed'] as const
export type Status = (typeof STATUSES)[number]
export const PRIORITIES = ['urgent', 'high', 'medium', 'low'] as const
export type Priority = (typeof PRIORITIES)[number]
/** How it stands between us and the CRM: something is promised, all is there, or a person has to look. */
export const CRM_STATUSES = ['pending', 'synced', 'failed'] as const
export type CrmStatus = (typeof CRM_STATUSES)[number]

/** What the team's lists ask of every row, said in their indexes, so that they are counted by the index alone. */
const isWorkedOn = ({ crmDeletedAt, crmLeftAt }: Record<'crmDeletedAt' | 'crmLeftAt', AnyPgColumn>) =>
  sql`${crmDeletedAt} is null and ${crmLeftAt} is null`

/** What a category can ask for beside title and text. */
export const REQUIRED_FIELDS = ['system_type', 'department', 'phone', 'filial', 'cpf', 'attachments'] as const
export type RequiredField = (typeof REQUIRED_FIELDS)[number]

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
    /** Without these, nothing is filed under it by a form. */
    requiredFields: varchar({ length: 16 }).array().notNull().default([]).$type<RequiredField[]>(),
    isActive: boolean().notNull().default(true),
    position: integer().notNull().default(0),
    /** So long after it was closed a ticket says nothing of a person any more; null: it does for ever. */
    retentionMonths: smallint(),
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
    /** Who follows it besides, as ticket_watchers has them: here too, so that the policy knows whoever knows the ticket. */
    watcherIds: integer().array().notNull().default([]).$type<UserId[]>(),
    /** Whose history goes on there. Such a ticket is closed. */
    mergedIntoId: integer().$type<TicketId>(),
    /** Who works on it, as the CRM knows them... */
    responsibleCrmId: integer().$type<CrmUserId>(),
    responsible: varchar({ length: 255 }),
    responsibleEmail: varchar({ length: 255 }),
    /** ...and as we do, where they have an account here. */
    responsibleId: userReference(),
    assignedAt: moment(),
    /** Nobody is given it by itself: see tickets/auto-assign.ts. */
    isGivenByHand: boolean().notNull().default(false),
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
    /** Nobody of the team has to look at it before. */
    snoozedUntil: moment(),
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
    /** Since then it says nothing of whoever asked; what the CRM says of them is not read any more. */
    erasedAt: moment(),
    search: tsvector().generatedAlwaysAs(
      sql`ticket_search(ticket_number, deal_id, title, description, requester_name, tags)`,
    ),
  },
  (table) => [
    unique('deals_deal_id_is_unique').on(table.dealId),
    unique('deals_origin_key_is_unique').on(table.originKey),
    unique('deals_ticket_number_is_unique').on(table.ticketNumber),
    // Lists are read in the order of one of these, from its end or from a place in it.
    index('deals_by_created').on(table.createdAt, table.id).where(isWorkedOn(table)),
    index('deals_by_urgency').on(urgencyOf(table.priority), table.id).where(isWorkedOn(table)),
    index('deals_unsolved_by_urgency')
      .on(urgencyOf(table.priority), table.id)
      .where(sql`${table.status} not in ('resolved', 'closed') and ${isWorkedOn(table)}`),
    // With whose they are: on tickets of their own, the team is no team.
    index('deals_unread_by_team')
      .on(table.createdAt, table.id, table.userId)
      .where(sql`${table.isUnreadByTeam} and ${isWorkedOn(table)}`),
    index('deals_by_due').on(deadlineOrNever(table.dateDeadline), table.id).where(isWorkedOn(table)),
    index('deals_by_user').on(table.userId, table.createdAt, table.id),
    index('deals_by_merged_into').on(table.mergedIntoId).where(sql`${table.mergedIntoId} is not null`),
    index('deals_by_responsible').on(table.responsibleId, table.createdAt, table.id).where(isWorkedOn(table)),
    index('deals_by_status').on(table.status, table.createdAt, table.id).where(isWorkedOn(table)),
    index('deals_by_category').on(table.categoryId, table.createdAt, table.id).where(isWorkedOn(table)),
    index('deals_by_department')
      .on(table.assigneeDepartment, table.createdAt, table.id)
      .where(isWorkedOn(table)),
    // For the beginning of a number, whatever the collation.
    index('deals_by_number').on(table.ticketNumber.op('varchar_pattern_ops')),
    index('deals_by_stage')
      .on(table.stageId, deadlineOrNever(table.dateDeadline), table.id)
      .where(isWorkedOn(table)),
    index('deals_by_updated').on(table.updatedAt, table.id).where(isWorkedOn(table)),
    index('deals_by_deadline')
      .on(table.dateDeadline)
      .where(sql`${table.status} not in ('resolved', 'closed') and ${isWorkedOn(table)}`),
    // What is not closed, and what was not long ago, is at the end of it.
    index('deals_by_closed').on(table.closedAt, table.stageId).where(isWorkedOn(table)),
    index('deals_by_resolved')
      .on(table.resolvedAt)
      .where(sql`${table.resolvedAt} is not null and ${isWorkedOn(table)}`),
    index('deals_by_rated').on(table.ratedAt).where(sql`${table.ratedAt} is not null`),
    index('deals_snoozed').on(table.snoozedUntil).where(sql`${table.snoozedUntil} is not null`),
    index('deals_by_tag').using('gin', table.tags),
    index('deals_by_text').using('gin', table.search),
    check('deals_status_is_known', sql`${table.status} in (${quoted(STATUSES)})`),
    check('deals_priority_is_known', sql`${table.priority} in (${quoted(PRIORITIES)})`),
    check('deals_crm_status_is_known', sql`${table.crmStatus} in (${quoted(CRM_STATUSES)})`),
    check('deals_rating_is_1_to_5', sql`${table.rating} between 1 and 5`),
  ],
)

/** What somebody was writing, and the ticket that became of it. */
export const filedDrafts = pgTable(
  'filed_drafts',
  {
    userId: userReference().notNull(),
    draftId: uuid().notNull(),
    ticketId: integer()
      .notNull()
      .references(() => deals.id)
      .$type<TicketId>(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.draftId] })],
)
