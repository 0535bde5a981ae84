import { DrizzleQueryError } from 'drizzle-orm/errors'
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { planRepeats } from './plan-repeats.ts'
import { type Planned, planned } from './planned.ts'
import * as schema from './schema.ts'

export type Db = PostgresJsDatabase<typeof schema>
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]

/**
 * All on the same connections. `working`: for work that makes the same statements over and over, each by a key, so that one plan is as
 * good as another; lists are planned for what is asked of them. `planned`: for single statements of that sort.
 */
export type Database = { db: Db; working: Db; planned: Planned; close(): Promise<void> }

const CONNECT_TIMEOUT_S = 5
/** Requests are finished by then; whatever still runs was given up on. */
const CLOSE_TIMEOUT_S = 2
const STATEMENT_TIMEOUT_MS = 10_000
const MAX_RECONNECT_DELAY_S = 1

export function connectDatabase(url: string, poolSize = 10): Database {
  const client = postgres(url, {
    max: poolSize,
    connect_timeout: CONNECT_TIMEOUT_S,
    // A Postgres that comes back should find us waiting, not sleeping.
    backoff: (attempt) => Math.min(0.05 * 2 ** attempt, MAX_RECONNECT_DELAY_S),
    connection: {
      application_name: 'ponte gateway',
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
      TimeZone: 'UTC',
    },
    onnotice: () => undefined,
  })
  return {
    db: drizzle(client, { schema, casing: 'snake_case' }),
    working: drizzle(planRepeats(client), { schema, casing: 'snake_case' }),
    planned: planned(client),
    close: () => client.end({ timeout: CLOSE_TIMEOUT_S }),
  }
}

/** What postgres.js calls a lost connection, and what Postgres says while it cannot take us. */
const CONNECTION_FAILURES = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  // cannot_connect_now, admin_shutdown, crash_shutdown, too_many_connections
  '57P03',
  '57P01',
  '57P02',
  '53300',
])
const SOCKET_FAILURES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT'])

/** Postgres is away, and the same request may well succeed in a moment. */
export function isDatabaseAway(error: unknown): boolean {
  const isQuery = error instanceof DrizzleQueryError
  const cause = isQuery ? error.cause : error
  if (!(cause instanceof Error)) return false
  const { code = '', syscall } = cause as NodeJS.ErrnoException
  if (CONNECTION_FAILURES.has(code) || code.startsWith('08')) return true
  // Other sockets break too; ours to Postgres do so under a query, which is told with it, or while they connect.
  return SOCKET_FAILURES.has(code) && (isQuery || 'parameters' in cause || syscall === 'connect')
}

/** Postgres has no room to write; what it was asked to is as if it had not been, and it goes on reading. */
export function isDiskFull(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error
  return cause instanceof postgres.PostgresError && cause.code === '53100'
}

/** A statement ran into its timeout. */
export function isTooSlow(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error
  return cause instanceof postgres.PostgresError && cause.code === '57014'
}

/** The name of the constraint that an insert or update broke, or null. */
export function brokenConstraint(error: unknown): string | null {
  const cause = error instanceof DrizzleQueryError ? error.cause : error
  return cause instanceof postgres.PostgresError ? (cause.constraint_name ?? null) : null
}

/** Two transactions waited for each other, and Postgres ended ours; made again, it goes through. */
export function isDeadlock(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error
  return cause instanceof postgres.PostgresError && cause.code === '40P01'
}
