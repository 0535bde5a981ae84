import { DrizzleQueryError } from 'drizzle-orm/errors'
import postgres from 'postgres'
import { redact } from '#src/log.ts'

const LONGEST = 1_000

/** For the table, where people read it: short, without values that a database quotes, without secrets. */
export function describeError(error: unknown): string {
  const text = redact(textOf(error))
  // Postgres takes neither a NUL nor half a character, and one text that it refuses would hold up many ends.
  return text.replaceAll('\0', '').slice(0, LONGEST).toWellFormed()
}

function textOf(error: unknown): string {
  if (error instanceof DrizzleQueryError) return textOf(error.cause)
  if (error instanceof postgres.PostgresError)
    return `the database said ${error.code} (${error.routine ?? ''})`
  return error instanceof Error ? `${error.name}: ${error.message}` : typeof error
}
