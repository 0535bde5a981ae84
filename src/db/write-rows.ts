import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { snake } from './columns.ts'
import type { Tx } from './connect.ts'

type Row = Record<string, unknown>

/** Whatever their number, rows travel as one parameter, and are written by one statement. */
export async function insertRows<Returned extends Row>(
  tx: Tx,
  table: PgTable,
  rows: readonly Row[],
  names: readonly string[],
  { unless = sql``, returning = sql`null` }: { unless?: SQL; returning?: SQL } = {},
): Promise<Returned[]> {
  if (rows.length === 0) return []
  const columns = listed(names.map((name) => sql.identifier(snake(name))))
  const inserted = await tx.execute<Returned>(sql`
    insert into ${table} (${columns}) select ${columns} from ${recordset(table, rows, names)}
    ${unless} returning ${returning}`)
  // Drizzle leaves open whether a row is what it was said to be.
  return inserted as unknown as Returned[]
}

/** By `id`, which each row has beside what is named. */
export async function updateRows(
  tx: Tx,
  table: PgTable,
  rows: readonly Row[],
  names: readonly string[],
): Promise<void> {
  if (rows.length === 0) return
  const set = names.map((name) => {
    const column = sql.identifier(snake(name))
    return sql`${column} = told.${column}`
  })
  await tx.execute(sql`
    update ${table} as kept set ${listed(set)} from ${recordset(table, rows, ['id', ...names])} where kept.id = told.id`)
}

/** By `keys`; a row that is there already is changed where something of it is another. Returns how many are new or changed. */
export async function upsertRows(
  tx: Tx,
  table: PgTable,
  rows: readonly Row[],
  { keys, names }: { keys: readonly string[]; names: readonly string[] },
): Promise<number> {
  const kept = listed(names.map((name) => sql`${table}.${sql.identifier(snake(name))}`))
  const excluded = listed(names.map((name) => sql`excluded.${sql.identifier(snake(name))}`))
  const set = names.map((name) => {
    const column = sql.identifier(snake(name))
    return sql`${column} = excluded.${column}`
  })
  const unless = sql`
    on conflict (${listed(keys.map((name) => sql.identifier(snake(name))))})
    do update set ${listed(set)} where (${kept}) is distinct from (${excluded})`
  const written = await insertRows(tx, table, rows, [...keys, ...names], { unless })
  return written.length
}

function recordset(table: PgTable, rows: readonly Row[], names: readonly string[]): SQL {
  const columns = getTableColumns(table)
  const named = names.map((name) => [name, snake(name)] as const)
  const shapes = named.map(([name, inTable]) => {
    const column = columns[name]
    if (!column) throw new Error(`there is no column ${name}`)
    return sql`${sql.identifier(inTable)} ${sql.raw(column.getSQLType())}`
  })
  // What is null need not be said.
  const told = rows.map((row) => {
    const one: Row = {}
    for (const [name, inTable] of named) if (row[name] !== null) one[inTable] = row[name]
    return one
  })
  return sql`json_to_recordset(${JSON.stringify(told)}::text::json) as told (${listed(shapes)})`
}

const listed = (parts: readonly SQL[] | readonly ReturnType<typeof sql.identifier>[]) =>
  sql.join([...parts] as SQL[], sql`, `)
