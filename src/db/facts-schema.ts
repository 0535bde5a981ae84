import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, pgTable, smallint, varchar } from 'drizzle-orm/pg-core'
import type { CategoryId, CrmUserId, TicketId, UserId } from '#src/ids.ts'
import { moment } from './columns.ts'
import type { Priority, Status } from './ticket-schema.ts'

/**
 * What statistics ask of a ticket, once more and narrow. What it follows from is said by the view `live_ticket_facts` alone; whatever
 * changes that is noted by triggers. Tickets that are not worked on any more have no row. Nothing here refers to `deals`, whose rows
 * would be locked for it.
 */
export const ticketFacts = pgTable(
  'ticket_facts',
  {
    createdAt: moment().notNull(),
    resolvedAt: moment(),
    closedAt: moment(),
    ratedAt: moment(),
    /** From when on a promise is broken: `-infinity` if one was, and a moment to come if nothing happens until then. */
    lateAt: moment(),
    /** From when on little is left of the time that was promised. */
    shortAt: moment(),
    /** Plain time, in microseconds. */
    answeredUs: bigint({ mode: 'number' }),
    solvedUs: bigint({ mode: 'number' }),
    id: integer().primaryKey().$type<TicketId>(),
    categoryId: integer().$type<CategoryId>(),
    responsibleId: integer().$type<UserId>(),
    responsibleCrmId: integer().$type<CrmUserId>(),
    reopenCount: integer().notNull(),
    rating: smallint(),
    isFulfilled: boolean().notNull(),
    status: varchar({ length: 20 }).notNull().$type<Status>(),
    priority: varchar({ length: 8 }).notNull().$type<Priority>(),
    assigneeDepartment: varchar({ length: 100 }),
    responsible: varchar({ length: 255 }),
    tags: varchar({ length: 40 }).array().notNull(),
  },
  // With all that trends ask for, so that they read the index alone.
  (table) => [
    index('ticket_facts_by_created').on(table.createdAt, table.id),
    index('ticket_facts_by_resolved')
      .on(table.resolvedAt, table.id)
      .where(sql`${table.resolvedAt} is not null`),
    index('ticket_facts_by_closed').on(table.closedAt, table.id).where(sql`${table.closedAt} is not null`),
    index('ticket_facts_by_rated')
      .on(table.ratedAt, table.id, table.rating)
      .where(sql`${table.ratedAt} is not null`),
  ],
)

/** Tickets whose facts may be others now: written by triggers in the transaction of the change, one line for each. */
export const notedTickets = pgTable('noted_tickets', { ticketId: integer().notNull().$type<TicketId>() })

/**
 * What statistics read: the facts, and of noted tickets what they follow from, so that one statement sees what is so. Called `deals`, as the
 * columns are, so that a condition about tickets is one about these too.
 */
export const countedTickets = sql`counted_tickets as deals`
