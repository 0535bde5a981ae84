import { isDeepStrictEqual } from 'node:util'
import { recordChange } from '#src/db/audit.ts'
import { brokenConstraint, type Db, type Tx } from '#src/db/connect.ts'
import { DomainError, type FieldRule } from '#src/errors.ts'
import type { UserId } from '#src/ids.ts'
import type { Visit } from '#src/visit.ts'
import { promiseApplying } from './promise-applying.ts'

/** Who changes policies or calendars. */
export type Who = { actorId: UserId; visit: Visit }
export type Place = { limit: number; skip: number; cursor?: number | undefined }

type Line = {
  action: string
  subject: 'sla-calendar' | 'sla-policy'
  subjectId: number
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}

/** What admins change, with its audit line, and open tickets go on by it: all of it or nothing. */
export async function changeBook<T>(
  db: Db,
  { actorId, visit }: Who,
  change: (tx: Tx) => Promise<{ result: T; line: Line | null }>,
): Promise<T> {
  try {
    return await db.transaction(async (tx) => {
      const { result, line } = await change(tx)
      if (!line) return result
      await recordChange(tx, { actorId, visit, ...line })
      await promiseApplying(tx)
      return result
    })
  } catch (error) {
    if (/^sla_(calendars|policies)_name_is_unique$/.test(brokenConstraint(error) ?? ''))
      throw refusal([{ path: ['name'], rule: 'name-taken' }], error)
    throw error
  }
}

export const refusal = (
  fields: readonly { path: readonly (string | number)[]; rule: FieldRule }[],
  cause?: unknown,
) =>
  new DomainError(
    'invalid-request',
    {},
    { cause, fields: fields.map((field) => ({ in: 'body' as const, ...field })) },
  )

/** Only what is another; null: nothing is. */
export function difference<Row extends object>(row: Row, columns: Partial<Row>) {
  const names = (Object.keys(columns) as (keyof Row)[]).filter(
    (name) => !isDeepStrictEqual(row[name], columns[name]),
  )
  const pick = (from: Partial<Row>) => Object.fromEntries(names.map((name) => [name, from[name]]))
  return names.length === 0 ? null : { before: pick(row), after: pick(columns) }
}

/** The next page begins behind so many. */
export function pageOfRows<Row>(rows: readonly Row[], { limit, skip, cursor }: Place) {
  const from = cursor ?? skip
  const nextCursor = from + limit < rows.length ? from + limit : null
  return { rows: rows.slice(from, from + limit), total: rows.length, nextCursor }
}
