import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  unique,
  varchar,
} from 'drizzle-orm/pg-core'
import type { SlaCalendarId, SlaPolicyId, SlaWarningId, TicketId } from '#src/ids.ts'
import { moment, quoted } from './columns.ts'
import { deals } from './ticket-schema.ts'

/** What was promised about time: by which calendars and policies, what happened since, and how the clocks stand. */

export const SLA_CLOCKS = ['first_response', 'next_response', 'resolution'] as const
export type SlaClock = (typeof SLA_CLOCKS)[number]
export const CLOCK_STATES = ['none', 'running', 'paused', 'fulfilled', 'cancelled'] as const
export type ClockState = (typeof CLOCK_STATES)[number]

/** When work is done, as sla/calendar.ts reads it. */
export const slaCalendars = pgTable(
  'sla_calendars',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity().$type<SlaCalendarId>(),
    name: varchar({ length: 100 }).notNull(),
    timeZone: varchar({ length: 64 }).notNull(),
    hours: jsonb().notNull().$type<Record<string, unknown>>(),
    holidays: jsonb().notNull().default([]).$type<unknown[]>(),
    createdAt: moment().notNull().default(sql`clock_timestamp()`),
    updatedAt: moment().notNull().default(sql`clock_timestamp()`),
    version: integer().notNull().default(1),
  },
  (table) => [unique('sla_calendars_name_is_unique').on(table.name)],
)

/** What is promised to whom. The first that fits counts; where none does, the built-in one. */
export const slaPolicies = pgTable(
  'sla_policies',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity().$type<SlaPolicyId>(),
    name: varchar({ length: 100 }).notNull(),
    position: integer().notNull(),
    match: jsonb().notNull().default({}).$type<Record<string, unknown>>(),
    /** Null: around the clock. */
    calendarId: integer()
      .references(() => slaCalendars.id)
      .$type<SlaCalendarId>(),
    isUrgentAroundTheClock: boolean().notNull().default(true),
    pauseStatuses: jsonb().notNull().default([]).$type<unknown[]>(),
    targets: jsonb().notNull().default({}).$type<Record<string, unknown>>(),
    escalations: jsonb().notNull().default([]).$type<unknown[]>(),
    isActive: boolean().notNull().default(true),
    createdAt: moment().notNull().default(sql`clock_timestamp()`),
    updatedAt: moment().notNull().default(sql`clock_timestamp()`),
    version: integer().notNull().default(1),
  },
  (table) => [
    unique('sla_policies_name_is_unique').on(table.name),
    index('sla_policies_by_position').on(table.position, table.id),
  ],
)

/**
 * What the clocks of a ticket follow from, and nothing else; a trigger refuses every change of a row. `at` is when it happened,
 * which for what was done in the CRM may be long before it was written.
 */
export const slaHistory = pgTable(
  'sla_history',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    ticketId: integer()
      .notNull()
      .references(() => deals.id)
      .$type<TicketId>(),
    at: moment().notNull(),
    kind: varchar({ length: 24 }).notNull(),
    /** Null: of a policy, that it is the default. */
    data: jsonb().$type<Record<string, unknown>>(),
    recordedAt: moment().notNull().default(sql`clock_timestamp()`),
  },
  (table) => [index('sla_history_by_ticket').on(table.ticketId, table.at, table.id)],
)

/** How the clocks stand: a copy of what follows from the history, for lists and reports. */
export const slaClocks = pgTable(
  'sla_clocks',
  {
    ticketId: integer()
      .notNull()
      .references(() => deals.id)
      .$type<TicketId>(),
    clock: varchar({ length: 16 }).notNull().$type<SlaClock>(),
    state: varchar({ length: 12 }).notNull().$type<ClockState>(),
    startedAt: moment(),
    dueAt: moment(),
    pausedAt: moment(),
    fulfilledAt: moment(),
    breachedAt: moment(),
    /** Of one that runs: from when on little is left of the time that was promised. */
    atRiskAt: moment(),
    /** Of one that stands still: what is left of the time that was promised; negative once it is too late. */
    remainingMs: bigint({ mode: 'number' }),
    targetMs: bigint({ mode: 'number' }),
  },
  (table) => [
    primaryKey({ name: 'sla_clocks_is_one_each', columns: [table.ticketId, table.clock] }),
    index('sla_clocks_by_due').on(table.clock, table.dueAt).where(sql`${table.state} = 'running'`),
    check('sla_clocks_clock_is_known', sql`${table.clock} in (${quoted(SLA_CLOCKS)})`),
    check('sla_clocks_state_is_known', sql`${table.state} in (${quoted(CLOCK_STATES)})`),
  ],
)

/** A mark that a clock has passed, once for each time it was due at. A breach that stands here is never taken back. */
export const slaWarnings = pgTable(
  'sla_warnings',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity().$type<SlaWarningId>(),
    ticketId: integer()
      .notNull()
      .references(() => deals.id)
      .$type<TicketId>(),
    clock: varchar({ length: 16 }).notNull().$type<SlaClock>(),
    dueAt: moment().notNull(),
    /** Of the time that was promised. */
    percent: smallint().notNull(),
    startedAt: moment().notNull(),
    /** When it was passed, and when that was written. */
    passedAt: moment().notNull(),
    recordedAt: moment().notNull().default(sql`clock_timestamp()`),
    /** Nobody was where a higher mark was passed as well, or where it was passed before we knew the ticket. */
    isTold: boolean().notNull(),
    /** What was done about it besides telling. */
    actions: jsonb().notNull().default([]).$type<unknown[]>(),
  },
  (table) => [
    unique('sla_warnings_is_one_each').on(table.ticketId, table.clock, table.dueAt, table.percent),
    index('sla_warnings_by_recorded').on(table.recordedAt),
    check('sla_warnings_clock_is_known', sql`${table.clock} in (${quoted(SLA_CLOCKS)})`),
  ],
)
