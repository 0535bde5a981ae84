import { and, eq, inArray, ne, or } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import { jobs } from '#src/db/job-schema.ts'
import type { JobId, TicketId } from '#src/ids.ts'
import { CRM_PARTS, type CrmPart } from '#src/jobs/change-shapes.ts'
import { TASKS } from '#src/jobs/tasks.ts'
import { ticketKey } from '#src/tickets/promise-change.ts'
import { partsOf } from '#src/tickets/ticket-change.ts'

/** The job that brings a part to the CRM; dead, it waits for a person. */
export type OnItsWay = { jobId: JobId; isDead: boolean }

/** Of each ticket, the parts where our row is right and the CRM is not yet. */
export async function localTruth(
  tx: Tx,
  ticketIds: readonly TicketId[],
): Promise<Map<TicketId, ReadonlySet<CrmPart>>> {
  const found = await partsOnTheirWay(tx, ticketIds)
  return new Map([...found].map(([id, parts]) => [id, new Set(parts.keys())]))
}

/**
 * Of each ticket, what is on its way to the CRM, or was given up on its way. What the team only asks for may have reached the CRM
 * already, and is for that job to say.
 */
export async function partsOnTheirWay(
  tx: Db | Tx,
  ticketIds: readonly TicketId[],
): Promise<Map<TicketId, ReadonlyMap<CrmPart, OnItsWay>>> {
  const idOf = new Map(ticketIds.map((id) => [ticketKey(id), id]))
  const found = new Map<TicketId, Map<CrmPart, OnItsWay>>()
  if (idOf.size === 0) return found
  const isOnItsWay = or(
    eq(jobs.name, 'push-change'),
    and(eq(jobs.name, 'ask-change'), ne(jobs.state, 'dead')),
  )
  const rows = await tx
    .select({ id: jobs.id, key: jobs.key, name: jobs.name, state: jobs.state, payload: jobs.payload })
    .from(jobs)
    .where(and(inArray(jobs.key, [...idOf.keys()]), isOnItsWay))
  for (const { id: jobId, key, name, state, payload } of rows) {
    const id = idOf.get(key ?? '')
    if (id === undefined) continue
    const parts = found.get(id) ?? new Map<CrmPart, OnItsWay>()
    for (const part of partsIn(name, payload)) parts.set(part, { jobId, isDead: state === 'dead' })
    found.set(id, parts)
  }
  return found
}

/** Of a payload that nobody can read it may be anything. */
function partsIn(name: string, payload: unknown): readonly CrmPart[] {
  if (name === 'push-change') return TASKS['push-change'].safeParse(payload).data?.parts ?? CRM_PARTS
  const asked = TASKS['ask-change'].safeParse(payload).data
  return asked ? partsOf(asked.change) : CRM_PARTS
}
