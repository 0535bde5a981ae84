import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, varchar } from 'drizzle-orm/pg-core'
import type { ContactId, MessageId, TicketId, UserId } from '#src/ids.ts'
import { moment } from './columns.ts'
import { userReference } from './schema.ts'
import { deals } from './ticket-schema.ts'

/** What is remembered about tickets besides themselves: who has read, who asked twice, whom the CRM knows, what happened. */

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
    /** The transaction that told it: what was told together is one thing to whoever hears of it. */
    toldWith: bigint({ mode: 'number' }),
  },
  (table) => [index('domain_events_by_ticket').on(table.ticketId, table.seq)],
)

/** That whoever asked is told before what was resolved is closed: once for each time that it was resolved. */
export const closeNotices = pgTable(
  'close_notices',
  {
    ticketId: integer()
      .notNull()
      .references(() => deals.id, { onDelete: 'cascade' })
      .$type<TicketId>(),
    resolvedAt: moment().notNull(),
    /** As they were told. */
    closesAt: moment().notNull(),
  },
  (table) => [primaryKey({ name: 'close_notices_once', columns: [table.ticketId, table.resolvedAt] })],
)
