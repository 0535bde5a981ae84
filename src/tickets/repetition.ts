import { createHash } from 'node:crypto'
import { and, eq, lt, sql } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import { idempotencyKeys } from '#src/db/ledger-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { TicketId, UserId } from '#src/ids.ts'

/** What tells a request that is sent again from a new one. */
export type Repetition = { userId: UserId; key: string; bodyHash: string; seconds: number }

const KEPT_S = 7 * 24 * 3600
/** Nobody types the same ticket twice within it. */
const DOUBLE_CLICK_S = 10

type Sent = { userId: UserId; key: string | undefined; body: unknown; isClicked: boolean }

/** By the key that came with it; without one, by what was typed, where a form was sent by hand. null: it is always a new one. */
export function repetitionOf({ userId, key, body, isClicked }: Sent): Repetition | null {
  const bodyHash = createHash('sha256').update(canonical(body)).digest('hex')
  if (key !== undefined) return { userId, key: `key:${key}`, bodyHash, seconds: KEPT_S }
  return isClicked ? { userId, key: `body:${bodyHash}`, bodyHash, seconds: DOUBLE_CLICK_S } : null
}

/** The ticket that the same request has made. Without a transaction: whoever files at the same moment is not seen. */
export async function findRepeated(db: Db | Tx, { userId, key, bodyHash }: Repetition) {
  const [row] = await db
    .select({ bodyHash: idempotencyKeys.bodyHash, ticketId: idempotencyKeys.ticketId, isOver })
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.userId, userId), eq(idempotencyKeys.key, key)))
  if (!row || row.isOver) return null
  if (row.bodyHash !== bodyHash) throw new DomainError('idempotency-key-reused')
  return row.ticketId
}

const isOver = sql<boolean>`${idempotencyKeys.expiresAt} <= clock_timestamp()`

/**
 * The ticket of a twin, which is waited for if it files just now; null: it is ours to make, as this one, and in this transaction:
 * others see both or nothing.
 */
export async function claimRepetition(
  tx: Tx,
  repetition: Repetition,
  ticketId: TicketId,
): Promise<TicketId | null> {
  const { seconds, ...row } = { ...repetition, ticketId }
  const expiresAt = sql`clock_timestamp() + ${seconds}::float8 * interval '1 second'`
  const claimed = await tx
    .insert(idempotencyKeys)
    .values({ ...row, expiresAt })
    .onConflictDoUpdate({
      target: [idempotencyKeys.userId, idempotencyKeys.key],
      set: { bodyHash: row.bodyHash, ticketId, expiresAt },
      setWhere: isOver,
    })
    .returning({ key: idempotencyKeys.key })
  return claimed.length > 0 ? null : findRepeated(tx, repetition)
}

export async function sweepRepetitions(db: Db): Promise<void> {
  await db.delete(idempotencyKeys).where(lt(idempotencyKeys.expiresAt, sql`clock_timestamp()`))
}

/** The same for the same content, in whatever order the keys came. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const pairs = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`)
  return `{${pairs.join(',')}}`
}
