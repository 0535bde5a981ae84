import { z } from '@hono/zod-openapi'
import { and, asc, eq, inArray, ne } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import { jobs } from '#src/db/job-schema.ts'
import type { TicketId } from '#src/ids.ts'
import { TASKS } from '#src/jobs/tasks.ts'
import { ticketKey } from './promise-change.ts'
import { showChange } from './ticket-change.ts'

/** What somebody of the team wants and the CRM has not answered yet. */
export const PendingChange = z
  .object({
    job_id: z.int(),
    requested_by: z.int(),
    requested_at: z.iso.datetime(),
    changes: z.record(z.string(), z.unknown()).openapi({ description: 'As PATCH takes them' }),
  })
  .openapi('PendingChange')
export type PendingChange = z.infer<typeof PendingChange>

/** In the order in which they were asked. */
export async function pendingChanges(db: Db | Tx, ticketId: TicketId): Promise<PendingChange[]> {
  return (await pendingChangesOf(db, [ticketId])).get(ticketId) ?? []
}

/** Of all that a list shows, in one query; those that nobody asked anything of are left out. */
export async function pendingChangesOf(
  db: Db | Tx,
  ticketIds: readonly TicketId[],
): Promise<Map<TicketId, PendingChange[]>> {
  const pending = new Map<TicketId, PendingChange[]>()
  if (ticketIds.length === 0) return pending
  for (const { id, payload, promisedAt } of await unansweredOf(db, ticketIds)) {
    const one = {
      job_id: id,
      requested_by: payload.actorId,
      requested_at: promisedAt.toISOString(),
      changes: showChange(payload.change),
    }
    pending.set(payload.ticketId, [...(pending.get(payload.ticketId) ?? []), one])
  }
  return pending
}

export const unanswered = (db: Db | Tx, ticketId: TicketId) => unansweredOf(db, [ticketId])

async function unansweredOf(db: Db | Tx, ticketIds: readonly TicketId[]) {
  const areTheirs = inArray(jobs.key, ticketIds.map(ticketKey))
  const isAsked = and(areTheirs, eq(jobs.name, 'ask-change'), ne(jobs.state, 'dead'))
  const rows = await db
    .select({ id: jobs.id, payload: jobs.payload, promisedAt: jobs.promisedAt })
    .from(jobs)
    .where(isAsked)
    .orderBy(asc(jobs.id))
  return rows.flatMap(({ payload, ...row }) => {
    // What cannot be read will be dead in a moment, and asks nothing.
    const read = TASKS['ask-change'].safeParse(payload)
    return read.success ? { ...row, payload: read.data } : []
  })
}
