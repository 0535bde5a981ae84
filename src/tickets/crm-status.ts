import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import { files } from '#src/db/activity-schema.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { jobs } from '#src/db/job-schema.ts'
import { type Tell, telling } from '#src/db/tell.ts'
import { type CrmStatus, deals } from '#src/db/ticket-schema.ts'
import type { JobId, TicketId } from '#src/ids.ts'
import type { CrmError } from '#src/providers/crm-provider.ts'
import { ticketKey } from './promise-change.ts'
import { lockTicket } from './queries.ts'

const PUSHES = ['push-ticket', 'push-change']

/** The CRM has what one job was to bring; how the ticket stands then depends on what else was promised. */
export async function noteReached(tx: Tx, ticketId: TicketId, jobId: JobId, tell: Tell): Promise<void> {
  // First the row: whoever promises more has it locked.
  const row = await lockTicket(tx, ticketId)
  if (!row) return
  const isPush = and(eq(jobs.key, ticketKey(ticketId)), inArray(jobs.name, PUSHES), ne(jobs.id, jobId))
  const others = await tx.select({ state: jobs.state }).from(jobs).where(isPush)
  const isDead = others.some(({ state }) => state === 'dead') || (await hasFailedFiles(tx, ticketId))
  const crmStatus: CrmStatus = isDead ? 'failed' : others.length > 0 ? 'pending' : 'synced'
  await tx
    .update(deals)
    .set({ crmStatus, crmSyncedAt: sql`clock_timestamp()`, ...(!isDead && { crmError: null }) })
    .where(eq(deals.id, ticketId))
  if (crmStatus !== row.crmStatus)
    tell({ kind: 'sync-state', ticketId, actorId: null, data: { crm_status: crmStatus } })
}

async function hasFailedFiles(tx: Tx, ticketId: TicketId): Promise<boolean> {
  const areFailed = and(eq(files.ticketId, ticketId), eq(files.crmStatus, 'failed'))
  const failed = await tx.select({ id: files.id }).from(files).where(areFailed).limit(1)
  return failed.length > 0
}

/** A person has to look. */
export async function noteFailed(
  db: Db,
  ticketId: TicketId,
  { message }: Pick<CrmError, 'message'>,
): Promise<void> {
  await db.transaction((tx) =>
    telling(tx, async (tell) => {
      await tx.update(deals).set({ crmStatus: 'failed', crmError: message }).where(eq(deals.id, ticketId))
      tell({ kind: 'sync-state', ticketId, actorId: null, data: { crm_status: 'failed' } })
    }),
  )
}
