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
  text,
  varchar,
} from 'drizzle-orm/pg-core'
import type { JobId, ReplyId, TicketId, UserId } from '#src/ids.ts'
import { LOCALES, type Locale } from '#src/locale.ts'
import { moment, quoted } from './columns.ts'
import { userReference } from './schema.ts'
import { deals, type Priority, type Status } from './ticket-schema.ts'

/** What the team writes again and again, and does with it. */

export const REPLY_KINDS = ['reply', 'macro'] as const
export type ReplyKind = (typeof REPLY_KINDS)[number]

/** What a macro does to a ticket beside what it says; whoever applies it is `me`. */
export type MacroChanges = {
  status?: Status | undefined
  priority?: Priority | undefined
  assigned_to?: UserId | 'me' | null | undefined
  department?: string | null | undefined
  category?: string | undefined
  add_tags?: string[] | undefined
  remove_tags?: string[] | undefined
}

/** A text under a title; a macro is one with changes, and may say nothing. */
export const replies = pgTable(
  'replies',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity().$type<ReplyId>(),
    kind: varchar({ length: 8 }).notNull().$type<ReplyKind>(),
    ownerId: userReference().notNull(),
    title: varchar({ length: 120 }).notNull(),
    /** With its placeholders; empty: nothing is said. */
    body: text().notNull(),
    /** Of a macro: said to the team alone. */
    isInternal: boolean().notNull().default(false),
    changes: jsonb().notNull().default({}).$type<MacroChanges>(),
    isShared: boolean().notNull().default(false),
    /** What it is written in; null: any language will do. */
    locale: varchar({ length: 8 }).$type<Locale>(),
    position: integer().notNull().default(0),
    version: integer().notNull().default(1),
    createdAt: moment().notNull().default(sql`clock_timestamp()`),
    updatedAt: moment().notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    index('replies_by_owner').on(table.ownerId, table.kind),
    check('replies_kind_is_known', sql`${table.kind} in (${quoted(REPLY_KINDS)})`),
    check('replies_locale_is_known', sql`${table.locale} in (${quoted(LOCALES)})`),
  ],
)

/** Each use by the name that its request gave it, so that the same request does it once. */
export const macroUses = pgTable(
  'macro_uses',
  {
    userId: userReference().notNull(),
    clientId: varchar({ length: 128 }).notNull(),
    /** Of what may be gone by now. */
    macroId: integer().notNull().$type<ReplyId>(),
    ticketId: integer()
      .notNull()
      .references(() => deals.id, { onDelete: 'cascade' })
      .$type<TicketId>(),
    /** What asks the CRM; null: it was done at once. */
    jobId: bigint({ mode: 'number' }).$type<JobId>(),
    usedAt: moment().notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    primaryKey({ name: 'macro_uses_once', columns: [table.userId, table.clientId] }),
    index('macro_uses_by_age').on(table.usedAt),
  ],
)
