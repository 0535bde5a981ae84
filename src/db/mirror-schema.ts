import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  smallint,
  text,
  unique,
  varchar,
} from 'drizzle-orm/pg-core'
import type { CrmFileId, DealId, FileId, InboxId, MessageId, TicketId } from '#src/ids.ts'
import { activities, files } from './activity-schema.ts'
import { moment, quoted } from './columns.ts'
import { deals } from './ticket-schema.ts'

/** What is kept so that the mirror follows the CRM; the mirror itself are deals and activities. */

/** Numbers our readings of the CRM: drawn before one begins, and again when what it read is written. */
export const crmReads = pgSequence('crm_reads')

export const INBOX_STATES = ['waiting', 'routed', 'done', 'parked', 'ignored'] as const
export type InboxState = (typeof INBOX_STATES)[number]
/** Online: posted to us. Spill: likewise, while Postgres was away. Offline: fetched from the CRM's own queue. Replay: looked at anew. */
export const INBOX_ORIGINS = ['online', 'spill', 'offline', 'replay'] as const
export type InboxOrigin = (typeof INBOX_ORIGINS)[number]

/** Each event that the CRM told us, as it came but for its token. */
export const webhookInbox = pgTable(
  'webhook_inbox',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity().$type<InboxId>(),
    receivedAt: moment().notNull().default(sql`clock_timestamp()`),
    origin: varchar({ length: 8 }).notNull().default('online').$type<InboxOrigin>(),
    /** As the CRM calls it. */
    name: varchar({ length: 100 }).notNull(),
    kind: varchar({ length: 24 }).notNull(),
    objectId: bigint({ mode: 'number' }),
    body: text().notNull(),
    /**
     * Waiting: nobody looked at it. Routed: a reading of its deal is promised. Done: what it told of is mirrored. Parked: a
     * person has to look. Ignored: it tells of nothing that is mirrored.
     */
    state: varchar({ length: 8 }).notNull().default('waiting').$type<InboxState>(),
    /** Whose reading is awaited. */
    dealId: integer().$type<DealId>(),
    /** A mail can belong to several: those that are awaited as well. */
    otherDeals: integer().array().$type<DealId[]>(),
    attempts: smallint().notNull().default(0),
    reason: text(),
    doneAt: moment(),
  },
  (table) => [
    index('webhook_inbox_waiting').on(table.id).where(sql`${table.state} = 'waiting'`),
    index('webhook_inbox_by_deal')
      .on(table.dealId, table.id)
      .where(sql`${table.state} in ('routed', 'parked')`),
    index('webhook_inbox_of_several')
      .on(table.id)
      .where(sql`${table.otherDeals} is not null and ${table.state} in ('routed', 'parked')`),
    index('webhook_inbox_parked').on(table.id).where(sql`${table.state} = 'parked'`),
    index('webhook_inbox_by_received').on(table.receivedAt),
    check('webhook_inbox_state_is_known', sql`${table.state} in (${quoted(INBOX_STATES)})`),
  ],
)

/** How far something has come that goes on for long, and who is at it: one of all gateways, until its claim runs out. */
export const syncCursors = pgTable('sync_cursors', {
  name: varchar({ length: 64 }).primaryKey(),
  value: jsonb().notNull().$type<Record<string, unknown>>(),
  claimedBy: varchar({ length: 64 }),
  claimedUntil: moment(),
  updatedAt: moment().notNull().default(sql`clock_timestamp()`),
})

export const CRM_FILE_STATES = ['waiting', 'here', 'missing', 'refused'] as const
export type CrmFileState = (typeof CRM_FILE_STATES)[number]

/** A file that hangs on something in the CRM. Once its bytes are here it has a row among the files, and not before. */
export const crmFiles = pgTable(
  'crm_files',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    ticketId: integer()
      .notNull()
      .references(() => deals.id)
      .$type<TicketId>(),
    activityId: integer()
      .notNull()
      .references(() => activities.id)
      .$type<MessageId>(),
    crmFileId: integer().notNull().$type<CrmFileId>(),
    /** As far as the CRM told it. */
    name: varchar({ length: 255 }),
    sizeBytes: bigint({ mode: 'number' }),
    /** Of a picture inside of a mail. */
    contentId: varchar({ length: 255 }),
    state: varchar({ length: 8 }).notNull().default('waiting').$type<CrmFileState>(),
    /** Why it is missing or refused. */
    reason: varchar({ length: 64 }),
    fileId: integer()
      .references(() => files.id)
      .$type<FileId>(),
    createdAt: moment().notNull().default(sql`clock_timestamp()`),
    settledAt: moment(),
  },
  (table) => [
    unique('crm_files_is_one_each').on(table.activityId, table.crmFileId),
    index('crm_files_waiting').on(table.id).where(sql`${table.state} = 'waiting'`),
    check('crm_files_state_is_known', sql`${table.state} in (${quoted(CRM_FILE_STATES)})`),
  ],
)

/** Where mirror and CRM were found to differ. */
export const driftFindings = pgTable(
  'drift_findings',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    dealId: integer().notNull().$type<DealId>(),
    /** Of the deal itself, or of what hangs on it: `comment 17`. */
    object: varchar({ length: 64 }).notNull(),
    field: varchar({ length: 64 }).notNull(),
    ours: text(),
    theirs: text(),
    /** Since when it may have been so: the last moment at which they were seen to be the same. */
    since: moment(),
    foundAt: moment().notNull().default(sql`clock_timestamp()`),
    mendedAt: moment(),
    /** Why it was not mended. */
    whyNot: text(),
  },
  (table) => [
    index('drift_findings_open').on(table.dealId).where(sql`${table.mendedAt} is null`),
    index('drift_findings_by_found').on(table.foundAt),
  ],
)

/** For statements that write what was just read or written, so that no earlier reading undoes it. */
export const nextInReadOrder = sql`nextval('crm_reads')`
