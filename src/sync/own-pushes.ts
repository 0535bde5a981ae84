import { and, eq, inArray, like, ne, or } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { jobs } from '#src/db/job-schema.ts'
import type { TicketId } from '#src/ids.ts'
import { ticketKey } from '#src/tickets/promise-change.ts'

/** What is being written to the CRM for this ticket, or will be: what is found there by our own hand may be this. */
export async function ownPushes(tx: Tx, ticketId: TicketId): Promise<{ comments: boolean; mails: boolean }> {
  const rows = await tx
    .selectDistinct({ name: jobs.name })
    .from(jobs)
    .where(
      and(
        inArray(jobs.name, ['push-comment', 'push-files', 'push-email']),
        ne(jobs.state, 'dead'),
        or(eq(jobs.key, ticketKey(ticketId)), like(jobs.key, `files:${ticketId}:%`)),
      ),
    )
  const names = rows.map(({ name }) => name)
  return {
    comments: names.includes('push-comment') || names.includes('push-files'),
    mails: names.includes('push-email'),
  }
}
