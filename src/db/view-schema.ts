import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, varchar } from 'drizzle-orm/pg-core'
import type { ViewId } from '#src/ids.ts'
import { moment, quoted } from './columns.ts'
import { userReference } from './schema.ts'

/** What people of the team look at again and again. */

export const SCREENS = ['board', 'list'] as const
export type Screen = (typeof SCREENS)[number]

/** A screen as it was filtered and sorted, under a name. */
export const savedViews = pgTable(
  'saved_views',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity().$type<ViewId>(),
    ownerId: userReference().notNull(),
    name: varchar({ length: 60 }).notNull(),
    screen: varchar({ length: 8 }).notNull().$type<Screen>(),
    /** What stands behind the ? of its address. */
    search: jsonb().notNull().$type<Record<string, unknown>>(),
    isShared: boolean().notNull().default(false),
    position: integer().notNull().default(0),
    createdAt: moment().notNull().default(sql`clock_timestamp()`),
    updatedAt: moment().notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    index('saved_views_by_owner').on(table.ownerId),
    check('saved_views_screen_is_known', sql`${table.screen} in (${quoted(SCREENS)})`),
  ],
)
