import { and, eq } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { jobs } from '#src/db/job-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { JobId, TicketId } from '#src/ids.ts'
import type { Config, Ports } from '#src/ports.ts'
import { createPatience } from './patience.ts'
import { ticketKey } from './promise-change.ts'
import { findTicket, type TicketRow } from './queries.ts'

type Waiting = {
  ticketId: TicketId
  /** Its push; null if another request has promised it. */
  jobId: JobId | null
  /** By performance.now(): storing files takes its time too, and the request has to be answered. */
  startedAt: number
}

const LONGEST_MS = 13_000

/** The ticket as it is once the CRM has its deal, or when the wait is over. */
export async function awaitDeal(
  ports: Pick<Ports, 'db' | 'jobs' | 'crm'>,
  rules: Pick<Config['tickets'], 'waitMs' | 'isSync'>,
  { ticketId, jobId, startedAt }: Waiting,
): Promise<TicketRow> {
  const { db, jobs: queue } = ports
  const patience = createPatience(ports, rules)
  const push = jobId ?? (await findPush(db, ticketId))
  if (push !== null) {
    const leftMs = Math.min(await patience(), startedAt + LONGEST_MS - performance.now())
    if (leftMs > 0) await queue.wait(push, leftMs)
  }
  const row = await findTicket(db, ticketId)
  if (!row) throw new Error(`ticket ${ticketId} was filed and is not there`)
  // What the CRM refused is kept too, and says so itself.
  if (rules.isSync && row.dealId === null && row.crmStatus === 'pending') throw new DomainError('crm-timeout')
  return row
}

/** null: it is done. */
async function findPush(db: Db, ticketId: TicketId): Promise<JobId | null> {
  const [job] = await db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(eq(jobs.key, ticketKey(ticketId)), eq(jobs.name, 'push-ticket')))
  return job?.id ?? null
}
