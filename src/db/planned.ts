import type { SQL } from 'drizzle-orm'
import { DrizzleQueryError } from 'drizzle-orm/errors'
import { PgDialect } from 'drizzle-orm/pg-core'
import type postgres from 'postgres'
import type { Db, Tx } from './connect.ts'

/** One statement, and the rows that it returns. */
export type Run = <Row extends Record<string, unknown>>(query: SQL) => Promise<Row[]>

/** For statements that are made many times a second: each connection plans them once, where drizzle has them planned each time. */
export type Planned = {
  run: Run
  /** In one transaction. */
  begin<T>(work: (run: Run) => Promise<T>): Promise<T>
}

/** The same by drizzle, for which statements are planned each time. */
export const runIn =
  (db: Db | Tx): Run =>
  async <Row extends Record<string, unknown>>(query: SQL) =>
    // Drizzle leaves open whether a row is what it was said to be; so does everybody else.
    (await db.execute<Row>(query)) as unknown as Row[]

const dialect = new PgDialect({ casing: 'snake_case' })

export function planned(client: postgres.Sql): Planned {
  const runOn =
    (connection: Pick<postgres.Sql, 'unsafe'>): Run =>
    async <Row extends Record<string, unknown>>(query: SQL) => {
      const { sql, params } = dialect.sqlToQuery(query)
      try {
        // Texts and numbers alone are passed here.
        return await connection.unsafe<Row[]>(sql, params as postgres.ParameterOrJSON<never>[], {
          prepare: true,
        })
      } catch (error) {
        // As drizzle says it, so that whoever judges failures need not tell them apart.
        throw error instanceof Error ? new DrizzleQueryError(sql, params, error) : error
      }
    }
  return {
    run: runOn(client),
    // What `begin` returns is a promise of what `work` returns; its own type unwraps arrays of queries, which we never return.
    begin: <T>(work: (run: Run) => Promise<T>) => client.begin((tx) => work(runOn(tx))) as Promise<T>,
  }
}
