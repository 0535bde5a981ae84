import { sql } from 'drizzle-orm'
import { boolean, index, integer, pgTable, varchar } from 'drizzle-orm/pg-core'
import type { UserId } from '#src/ids.ts'
import { moment } from './columns.ts'
import { userReference, users } from './schema.ts'

/** Who gets a ticket that nobody has taken. */

/** Departments whose tickets are given to somebody by themselves; by its name in small letters, without spaces around it. */
export const autoAssignment = pgTable('auto_assignment', {
  department: varchar({ length: 100 }).primaryKey(),
  isOn: boolean().notNull(),
  changedById: userReference(),
  changedAt: moment().notNull().default(sql`clock_timestamp()`),
})

/** Of people of the team: when they were last here, on whatever gateway, and when they last were given something by itself. */
export const teamPresence = pgTable(
  'team_presence',
  {
    userId: integer()
      .primaryKey()
      .references(() => users.id)
      .$type<UserId>(),
    seenAt: moment().notNull().default(sql`clock_timestamp()`),
    givenAt: moment(),
  },
  (table) => [index('team_presence_by_seen').on(table.seenAt)],
)
