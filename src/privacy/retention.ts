import { z } from '@hono/zod-openapi'
import { and, asc, count, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { recordChange } from '#src/db/audit.ts'
import { categories, deals } from '#src/db/ticket-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { CategoryId, UserId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { localVisit, type Visit } from '#src/visit.ts'
import { eraseTicket } from './erase-ticket.ts'

export const Months = z.int().min(1).max(600).nullable()
/** How long tickets of a category say who asked. */
export const Retention = z
  .object({
    category_id: z.int(),
    slug: z.string(),
    months: Months.openapi({ description: 'After a ticket was closed; null: for ever' }),
    due: z.int().openapi({ description: 'Tickets that are older than that, and still say it' }),
  })
  .openapi('Retention')
export type Retention = z.infer<typeof Retention>

/** Of each gateway and hour, so that nothing else has to wait for it. */
const MOST_AT_A_TIME = 1_000
const AT_ONCE = 100

const ended = (
  now: Date,
  months: ReturnType<typeof sql>,
) => sql`${deals.status} = 'closed' and ${deals.erasedAt} is null
  and ${deals.closedAt} < ${now.toISOString()}::timestamptz - make_interval(months => ${months})`

export async function readRetention({ db, clock }: Pick<Ports, 'db' | 'clock'>): Promise<Retention[]> {
  const due = db
    .select({ id: deals.categoryId, due: count().as('due') })
    .from(deals)
    .innerJoin(categories, eq(categories.id, deals.categoryId))
    .where(ended(clock(), sql`${categories.retentionMonths}`))
    .groupBy(deals.categoryId)
    .as('old')
  const rows = await db
    .select({ category: categories, due: due.due })
    .from(categories)
    .leftJoin(due, eq(due.id, categories.id))
    .where(eq(categories.kind, 'ticket'))
    .orderBy(asc(categories.position), asc(categories.id))
  return rows.map(({ category: { id, slug, retentionMonths }, due }) => ({
    ...{ category_id: id, slug, months: retentionMonths, due: due ?? 0 },
  }))
}

/** How many tickets it would be, before it is so. */
export async function countDue(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  id: CategoryId,
  months: number,
): Promise<number> {
  const [row] = await db
    .select({ due: sql<number>`count(*)::int` })
    .from(deals)
    .where(and(eq(deals.categoryId, id), ended(clock(), sql`${months}::int`)))
  return row?.due ?? 0
}

export async function setRetention(
  ports: Pick<Ports, 'db' | 'clock'>,
  { id, months }: { id: CategoryId; months: number | null },
  { actorId, visit }: { actorId: UserId; visit: Visit },
): Promise<Retention> {
  await ports.db.transaction(async (tx) => {
    const isIt = and(eq(categories.id, id), eq(categories.kind, 'ticket'))
    const [before] = await tx.select().from(categories).where(isIt).for('update')
    if (!before) throw new DomainError('category-not-found', { id })
    if (before.retentionMonths === months) return
    await tx.update(categories).set({ retentionMonths: months }).where(isIt)
    await recordChange(tx, {
      ...{ actorId, action: 'category-changed', subject: 'category', subjectId: id, visit },
      before: { retention_months: before.retentionMonths },
      after: { retention_months: months },
    })
  })
  const found = (await readRetention(ports)).find(({ category_id }) => category_id === id)
  if (!found) throw new DomainError('category-not-found', { id })
  return found
}

/** What is older than its category says is treated as if whoever asked had been taken out. Returns how many were. */
export async function retainTickets(
  ports: Pick<Ports, 'db' | 'files' | 'clock'>,
  signal?: AbortSignal,
): Promise<number> {
  const how = { of: null, actorId: null, visit: localVisit('retention') }
  let erased = 0
  while (erased < MOST_AT_A_TIME) {
    const rows = await ports.db
      .select({ id: deals.id })
      .from(deals)
      .innerJoin(categories, eq(categories.id, deals.categoryId))
      .where(
        and(
          isNotNull(categories.retentionMonths),
          isNull(deals.erasedAt),
          ended(ports.clock(), sql`${categories.retentionMonths}`),
        ),
      )
      .orderBy(asc(deals.id))
      .limit(AT_ONCE)
    for (const { id } of rows) {
      if (signal?.aborted) return erased
      if (await eraseTicket(ports, id, how)) erased += 1
    }
    if (rows.length < AT_ONCE) break
  }
  return erased
}
