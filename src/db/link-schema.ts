import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, primaryKey, unique, uniqueIndex, varchar } from 'drizzle-orm/pg-core'
import type { LinkId, TicketId } from '#src/ids.ts'
import { moment, quoted } from './columns.ts'
import { userReference } from './schema.ts'
import { deals } from './ticket-schema.ts'

/** Who follows a ticket besides those whose it is, and what tickets are to each other. */

const ticketReference = () =>
  integer()
    .notNull()
    .references(() => deals.id)
    .$type<TicketId>()

/** Somebody who follows a ticket: of the team, or in copy. Written with `watcher_ids` of the ticket, by tickets/keep-watchers.ts alone. */
export const ticketWatchers = pgTable(
  'ticket_watchers',
  {
    ticketId: ticketReference(),
    userId: userReference().notNull(),
    /** Null: nobody did; it came about, as by a merge. */
    addedById: userReference(),
    createdAt: moment().notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    primaryKey({ name: 'ticket_watchers_is_one_each', columns: [table.ticketId, table.userId] }),
    index('ticket_watchers_by_user').on(table.userId, table.ticketId),
  ],
)

export const LINK_KINDS = ['duplicate', 'follow_up', 'parent', 'related'] as const
export type LinkKind = (typeof LINK_KINDS)[number]

/** `from` is the duplicate, follow-up or parent of `to`; of two that are only related, `from` is the older one. */
export const ticketLinks = pgTable(
  'ticket_links',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity().$type<LinkId>(),
    fromId: ticketReference(),
    toId: ticketReference(),
    kind: varchar({ length: 16 }).notNull().$type<LinkKind>(),
    madeById: userReference(),
    createdAt: moment().notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    unique('ticket_links_is_one_each').on(table.fromId, table.toId, table.kind),
    index('ticket_links_by_to').on(table.toId),
    uniqueIndex('ticket_links_one_parent').on(table.toId).where(sql`${table.kind} = 'parent'`),
    check('ticket_links_kind_is_known', sql`${table.kind} in (${quoted(LINK_KINDS)})`),
    check('ticket_links_are_of_two', sql`${table.fromId} <> ${table.toId}`),
  ],
)
