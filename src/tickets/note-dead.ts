import { and, eq, isNull, ne, or, type SQL } from 'drizzle-orm'
import { activities, files } from '#src/db/activity-schema.ts'
import type { Db } from '#src/db/connect.ts'
import { deals } from '#src/db/ticket-schema.ts'
import { ofMessage } from '#src/files/outgoing-files.ts'
import type { MessageId, TicketId } from '#src/ids.ts'
import { dealKey } from '#src/jobs/deal-refresh.ts'
import { promise } from '#src/jobs/queue.ts'
import type { TaskName } from '#src/jobs/tasks.ts'
import { noteFailed } from './crm-status.ts'

const ABOUT_TICKETS: readonly TaskName[] = ['push-ticket', 'push-change']
const ABOUT_MESSAGES: readonly TaskName[] = ['push-comment', 'push-email', 'send-mail']
const ABOUT_FILES: readonly TaskName[] = ['push-files']
const MET_BY_THE_MIRROR: readonly TaskName[] = ['push-comment', 'push-files', 'push-email', 'ask-change']
const LONGEST_ERROR = 500
const DEAD_BY_THEN_MS = 5_000

/** What a job was to bring to the CRM is no longer on its way, whatever the reason, and whoever looks at it has to see that. */
export async function noteDead(db: Db, name: string, payload: unknown, reason: string): Promise<void> {
  const { ticketId, activityId } = idsOf(payload)
  const message = reason.slice(0, LONGEST_ERROR)
  const isAbout = (names: readonly TaskName[]) => names.some((known) => known === name)
  if (isAbout(ABOUT_TICKETS) && ticketId !== null)
    await noteTicket(db, ticketId as TicketId, message, isPending)
  if (isAbout(ABOUT_FILES) && ticketId !== null) {
    // First the files: by them the ticket's next push knows that it is not all there.
    await db
      .update(files)
      .set({ crmStatus: 'failed' })
      .where(
        and(
          eq(files.ticketId, ticketId as TicketId),
          ofMessage(activityId as MessageId | null),
          eq(files.crmStatus, 'pending'),
        ),
      )
    await noteTicket(db, ticketId as TicketId, message, isUnexplained)
  }
  if (isAbout(ABOUT_MESSAGES) && activityId !== null)
    await db
      .update(activities)
      .set({ crmStatus: 'failed', crmError: message })
      .where(and(eq(activities.id, activityId as MessageId), eq(activities.crmStatus, 'pending')))
  if (isAbout(MET_BY_THE_MIRROR) && ticketId !== null) await readAgain(db, ticketId as TicketId)
}

/** Nor does the mirror leave alone any longer what might have been its work; it is not dead yet while we are told. */
async function readAgain(db: Db, ticketId: TicketId): Promise<void> {
  const [row] = await db.select({ dealId: deals.dealId }).from(deals).where(eq(deals.id, ticketId))
  const dealId = row?.dealId ?? null
  if (dealId === null) return
  await promise(db, 'refresh-deal', { dealId }, { key: dealKey(dealId), delayMs: DEAD_BY_THEN_MS })
}

const isPending = eq(deals.crmStatus, 'pending')
/** What failed before has its reason already. */
const isUnexplained = or(ne(deals.crmStatus, 'failed'), isNull(deals.crmError))

async function noteTicket(
  db: Db,
  ticketId: TicketId,
  message: string,
  isMeant: SQL | undefined,
): Promise<void> {
  const [meant] = await db
    .select({ id: deals.id })
    .from(deals)
    .where(and(eq(deals.id, ticketId), isMeant))
  if (meant) await noteFailed(db, meant.id, { message })
}

/** Of a payload that may be the very reason why the job is dead. */
function idsOf(payload: unknown): { ticketId: number | null; activityId: number | null } {
  const told = (payload ?? {}) as Record<string, unknown>
  const idOf = (value: unknown) => (Number.isSafeInteger(value) ? (value as number) : null)
  return { ticketId: idOf(told.ticketId), activityId: idOf(told.activityId) }
}
