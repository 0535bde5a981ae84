import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'

export type Value = string | number | null
export type Row = Record<string, Value>

export type Database = {
  get(sql: string, ...values: Value[]): Row | undefined
  all(sql: string, ...values: Value[]): Row[]
  /** The id of the row that was added. */
  run(sql: string, ...values: Value[]): { id: number; changes: number }
  insert(table: string, row: Row): number
  update(table: string, id: number, changes: Row): void
  exec(sql: string): void
  transaction<T>(work: () => T): T
  close(): void
}

const MOST_STATEMENTS = 1_000

/** One file, one process. A killed process loses no commit: those are in the file before the call returns. */
export function openDatabase(file: string): Database {
  const sqlite = new DatabaseSync(file)
  // NORMAL syncs at checkpoints only, which survives the death of the process, though not of the machine.
  sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000')
  sqlite.exec('PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF')
  const statements = new Map<string, StatementSync>()

  function prepared(sql: string): StatementSync {
    const known = statements.get(sql)
    if (known) return known
    const statement = sqlite.prepare(sql)
    const oldest = statements.size >= MOST_STATEMENTS ? statements.keys().next().value : undefined
    if (oldest !== undefined) statements.delete(oldest)
    statements.set(sql, statement)
    return statement
  }
  const run = (sql: string, values: SQLInputValue[]) => {
    const { lastInsertRowid, changes } = prepared(sql).run(...values)
    return { id: Number(lastInsertRowid), changes: Number(changes) }
  }

  return {
    // The columns are ours: numbers, texts and nothing else.
    get: (sql, ...values) => prepared(sql).get(...values) as Row | undefined,
    all: (sql, ...values) => prepared(sql).all(...values) as Row[],
    run: (sql, ...values) => run(sql, values),
    insert(table, row) {
      const names = Object.keys(row)
      const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
      return run(sql, Object.values(row)).id
    },
    update(table, id, changes) {
      const names = Object.keys(changes)
      if (names.length === 0) return
      const sql = `UPDATE ${table} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE ID = ?`
      run(sql, [...Object.values(changes), id])
    },
    exec: (sql) => sqlite.exec(sql),
    transaction(work) {
      sqlite.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        sqlite.exec('COMMIT')
        return result
      } catch (error) {
        sqlite.exec('ROLLBACK')
        throw error
      }
    },
    close() {
      statements.clear()
      sqlite.close()
    },
  }
}
