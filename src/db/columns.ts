import { sql } from 'drizzle-orm'
import { timestamp } from 'drizzle-orm/pg-core'

/** What the tables have in common. */

export const moment = () => timestamp({ withTimezone: true, mode: 'date' })

export const quoted = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '))
