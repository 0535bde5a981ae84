import { and, eq } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import type { Db } from '#src/db/connect.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { MessageId, TicketId } from '#src/ids.ts'
import type { TaskName } from '#src/jobs/tasks.ts'
import { noteFailed } from './crm-status.ts'

const ABOUT_TICKETS: readonly TaskName[] = ['push-ticket', 'push-change']
const ABOUT_MESSAGES: readonly TaskName[] = ['push-comment', 'push-email', 'send-mail']
const LONGEST_ERROR = 500

/** What a job was to bring to the CRM is no longer on its way, whatever the reason, and whoever looks at it has to see that. */
export async function noteDead(db: Db, name: string, payload: unknown, reason: string): Promise<void> {
  const { ticketId, activityId } = idsOf(payload)
  const message = reason.slice(0, LONGEST_ERROR)
  if (ABOUT_TICKETS.some((known) => known === name) && ticketId !== null) {
    const isPending = and(eq(deals.id, ticketId as TicketId), eq(deals.crmStatus, 'pending'))
    const [pending] = await db.select({ id: deals.id }).from(deals).where(isPending)
    if (pending) await noteFailed(db, pending.id, { message })
  }
  if (ABOUT_MESSAGES.some((known) => known === name) && activityId !== null)
    await db
      .update(activities)
      .set({ crmStatus: 'failed', crmError: message })
      .where(and(eq(activities.id, activityId as MessageId), eq(activities.crmStatus, 'pending')))
}

/** Of a payload that may be the very reason why the job is dead. */
function idsOf(payload: unknown): { ticketId: number | null; activityId: number | null } {
  const told = (payload ?? {}) as Record<string, unknown>
  const idOf = (value: unknown) => (Number.isSafeInteger(value) ? (value as number) : null)
  return { ticketId: idOf(told.ticketId), activityId: idOf(told.activityId) }
}
