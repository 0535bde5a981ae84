import { asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import { recordChange, type TicketAudit } from '#src/db/audit.ts'
import { snake } from '#src/db/columns.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import type { Tell } from '#src/db/tell.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { DealId, TicketId, UserId } from '#src/ids.ts'
import type { Happened } from '#src/sla/clocked.ts'
import { planClocks } from '#src/sla/plan-clocks.ts'
import { writeClocks } from '#src/sla/write-clocks.ts'
import type { Visit } from '#src/visit.ts'
import { isOver } from './status.ts'

export type TicketRow = Omit<typeof deals.$inferSelect, 'search'>
export type TicketColumns = Partial<
  Omit<typeof deals.$inferInsert, 'id' | 'version' | 'updatedAt' | 'search'>
>

const { search: _search, ...columns } = getTableColumns(deals)
/** Everything of a row but the words that it is found by. */
export const ticketColumns = columns

/** What lists show: without the CRM's own copy, which is long, and without secrets. */
const { cpf: _cpf, crmSnapshot: _crmSnapshot, ...shown } = columns
export const listedColumns = shown
export type ListedTicket = Omit<TicketRow, 'cpf' | 'crmSnapshot'>

export async function findTicket(db: Db | Tx, id: TicketId): Promise<TicketRow | undefined> {
  const [row] = await db.select(ticketColumns).from(deals).where(eq(deals.id, id))
  return row
}

export async function findTicketByDeal(db: Db | Tx, dealId: DealId): Promise<TicketRow | undefined> {
  const [row] = await db.select(ticketColumns).from(deals).where(eq(deals.dealId, dealId))
  return row
}

/** Locked until the transaction ends, so that what is checked is still true when it is changed. */
export async function lockTicket(tx: Tx, id: TicketId): Promise<TicketRow | undefined> {
  const [row] = await tx.select(ticketColumns).from(deals).where(eq(deals.id, id)).for('update')
  return row
}

/** Several, in the order of their numbers, in which everybody locks them. */
export async function lockTickets(tx: Tx, ids: readonly TicketId[]): Promise<Map<TicketId, TicketRow>> {
  const rows = await tx
    .select(ticketColumns)
    .from(deals)
    .where(inArray(deals.id, [...ids]))
    .orderBy(asc(deals.id))
    .for('update')
  return new Map(rows.map((row) => [row.id, row]))
}

type How = {
  actorId: UserId | null
  action: TicketAudit
  visit: Visit
  tell: Tell
  now: Date
  /** When it happened, if not now. */
  at?: Date | undefined
  /** What was said with it, which the clocks hear. */
  said?: readonly Happened[]
  /** Clocks that nobody keeps yet are not begun by it. */
  isQuiet?: boolean
}

/**
 * Changes what is different, and tells the clocks, the audit log and whoever watches; a change that changes nothing does and tells
 * nothing. The deadline follows from the rest. The row must be locked.
 */
export async function changeRow(
  tx: Tx,
  before: TicketRow,
  wished: TicketColumns,
  { actorId, action, visit, tell, now, at = now, said = [], isQuiet = false }: How,
): Promise<TicketRow> {
  const wanted = { ...before, ...definedOnly(wished) } as TicketRow
  const [clocks] = await planClocks(tx, [{ before, after: wanted, at, said }], now, { isQuiet })
  if (clocks) wanted.dateDeadline = clocks.readings.resolution.dueAt
  // Put off no longer: there is something to read for the team, or nothing left to do.
  if (wished.isUnreadByTeam || (wanted.status !== before.status && isOver(wanted.status)))
    wanted.snoozedUntil = null
  const named = [...new Set([...Object.keys(wished), 'dateDeadline', 'snoozedUntil'])] as (keyof TicketRow)[]
  const changed = named.filter((name) => !isSame(before[name], wanted[name]))
  if (changed.length === 0) {
    if (clocks) await writeClocks(tx, [clocks], now)
    return before
  }
  // They leave together.
  const [[after]] = await Promise.all([
    tx
      .update(deals)
      .set({
        ...Object.fromEntries(changed.map((name) => [name, wanted[name]])),
        ...(changed.some((name) => !BY_ITSELF.has(name)) && { version: sql`${deals.version} + 1` }),
        updatedAt: sql`clock_timestamp()`,
      })
      .where(eq(deals.id, before.id))
      .returning(ticketColumns),
    clocks && writeClocks(tx, [clocks], now),
  ])
  if (!after) throw new Error('a locked row is gone')
  const names = changed.filter((name) => !UNTOLD.has(name))
  const pick = (row: TicketRow, some = names) =>
    Object.fromEntries(some.map((name) => [snake(name), row[name]]))
  if (names.length === 0) return after
  await recordChange(tx, {
    actorId,
    action,
    subject: 'ticket',
    subjectId: before.id,
    before: pick(before),
    after: pick(after),
    visit,
  })
  if (before.mergedIntoId !== null && after.mergedIntoId === null)
    await recordChange(tx, {
      ...{ actorId, action: 'ticket-unmerged', subject: 'ticket', subjectId: before.mergedIntoId, visit },
      before: { merged_from_id: before.id },
    })
  const isTheirs = (name: string) => name === 'snoozedUntil'
  for (const [some, isInternal] of [
    [names.filter((name) => !isTheirs(name)), false],
    [names.filter(isTheirs), true],
  ] as const)
    if (some.length > 0) {
      const data = { changes: pick(after, some), version: after.version }
      tell({ kind: 'ticket-changed', ticketId: before.id, actorId, isInternal, data })
    }
  return after
}

/** What the deadline will be if this is changed. */
export async function deadlineAfter(
  db: Db | Tx,
  before: TicketRow,
  wished: TicketColumns,
  now: Date,
): Promise<Date | null> {
  const after = { ...before, ...definedOnly(wished) } as TicketRow
  const [clocks] = await planClocks(db, [{ before, after, at: now }], now)
  return clocks ? clocks.readings.resolution.dueAt : before.dateDeadline
}

/** Nobody's news: a secret, what is counted, what is only for looking up. */
const UNTOLD = new Set<string>([
  'cpf',
  'custom',
  'erasedAt',
  'crmSnapshot',
  'messageCount',
  'contactId',
  'crmError',
  'originKey',
])

/**
 * What comes by itself, and is no reason to refuse what somebody changes who looked a moment ago: a version counts what people
 * have changed.
 */
const BY_ITSELF = new Set<string>([
  'dealId',
  'contactId',
  'crmStatus',
  'crmError',
  'crmSyncedAt',
  'isUnread',
  'isUnreadByTeam',
  'messageCount',
  'firstResponseAt',
  'dateDeadline',
  'watcherIds',
  'snoozedUntil',
])

export function definedOnly(columns: TicketColumns): TicketColumns {
  const defined: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(columns)) if (value !== undefined) defined[name] = value
  return defined
}

export function isSame(one: unknown, other: unknown): boolean {
  if (one instanceof Date && other instanceof Date) return one.getTime() === other.getTime()
  if (one && other && typeof one === 'object') return JSON.stringify(one) === JSON.stringify(other)
  return one === other
}
