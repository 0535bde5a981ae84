import { type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, timestamp } from 'drizzle-orm/pg-core'

/** What the tables have in common. */

export const moment = () => timestamp({ withTimezone: true, mode: 'date' })

/** As a column of ours is called in the database. */
export const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

export const quoted = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '))

/** As departments are told apart, whoever typed them. */
export const plainDepartment = (name: string | SQL | AnyPgColumn) => sql<string>`lower(btrim(${name}::text))`
