import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, unique, varchar } from 'drizzle-orm/pg-core'
import type { RuleId } from '#src/ids.ts'
import { moment } from './columns.ts'

/** What happens by itself to a new ticket: all that are switched on, in order, as rules/judge-ticket.ts reads them. */
export const rules = pgTable(
  'rules',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity().$type<RuleId>(),
    name: varchar({ length: 100 }).notNull(),
    position: integer().notNull(),
    isActive: boolean().notNull().default(true),
    conditions: jsonb().notNull().default({}).$type<Record<string, unknown>>(),
    effects: jsonb().notNull().$type<Record<string, unknown>>(),
    createdAt: moment().notNull().default(sql`clock_timestamp()`),
    updatedAt: moment().notNull().default(sql`clock_timestamp()`),
    version: integer().notNull().default(1),
  },
  (table) => [
    unique('rules_name_is_unique').on(table.name),
    index('rules_by_position').on(table.position, table.id),
  ],
)
