import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'

/** Keys are bytes, so that they sort as S3 sorts them. What an object consists of is in `pieces`, in order. */
const SCHEMA = `
  create table if not exists buckets (
    name text primary key, createdAt integer not null
  ) strict, without rowid;
  create table if not exists objects (
    bucket text not null, key blob not null, content text not null, etag text not null,
    sizeBytes integer not null, modifiedAt integer not null, headers text not null,
    primary key (bucket, key)
  ) strict, without rowid;
  create table if not exists pieces (
    content text not null, position integer not null, file text not null, sizeBytes integer not null,
    primary key (content, position)
  ) strict, without rowid;
  create table if not exists uploads (
    id text primary key, bucket text not null, key blob not null, startedAt integer not null, headers text not null
  ) strict, without rowid;
  create index if not exists uploads_of_bucket on uploads (bucket, key, id);
  create table if not exists parts (
    upload text not null, number integer not null, file text not null, etag text not null,
    sizeBytes integer not null, modifiedAt integer not null,
    primary key (upload, number)
  ) strict, without rowid;
`

export type Database = ReturnType<typeof openDatabase>

export function openDatabase(file: string) {
  const sqlite = new DatabaseSync(file)
  // EXCLUSIVE: a second server on the folder would sweep away what the first one is receiving.
  // FULL: bytes are removed once their row is gone, so a row must not come back after a power cut.
  sqlite.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full')
  sqlite.exec(SCHEMA)
  const statements = new Map<string, StatementSync>()

  function prepared(sql: string): StatementSync {
    const known = statements.get(sql)
    if (known) return known
    const statement = sqlite.prepare(sql)
    statements.set(sql, statement)
    return statement
  }

  return {
    // In these three the row type is what the statement beside them selects; SQLite cannot tell.
    get: <Row>(sql: string, ...values: SQLInputValue[]) => prepared(sql).get(...values) as Row | undefined,
    all: <Row>(sql: string, ...values: SQLInputValue[]) => prepared(sql).all(...values) as Row[],
    each: <Row>(sql: string, ...values: SQLInputValue[]) =>
      prepared(sql).iterate(...values) as IterableIterator<Row>,
    run: (sql: string, ...values: SQLInputValue[]) => Number(prepared(sql).run(...values).changes),
    transaction<Result>(work: () => Result): Result {
      sqlite.exec('begin immediate')
      try {
        const result = work()
        sqlite.exec('commit')
        return result
      } catch (error) {
        sqlite.exec('rollback')
        throw error
      }
    },
    close() {
      statements.clear()
      sqlite.close()
    },
  }
}
