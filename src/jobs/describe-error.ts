import { DrizzleQueryError } from 'drizzle-orm/errors'
import postgres from 'postgres'
import { redact } from '#src/log.ts'

const LONGEST = 1_000

/** For the table, where people read it: short, without values that a database quotes, without secrets. */
export function describeError(error: unknown): string {
  const text = redact(textOf(error))
  // Postgres takes no NUL in a text.
  return text.replaceAll('\0', '').slice(0, LONGEST)
}

function textOf(error: unknown): string {
  if (error instanceof DrizzleQueryError) return textOf(error.cause)
  if (error instanceof postgres.PostgresError)
    return `the database said ${error.code} (${error.routine ?? ''})`
  return error instanceof Error ? `${error.name}: ${error.message}` : typeof error
}
