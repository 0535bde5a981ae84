import type { Tx } from '#src/db/connect.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Config } from '#src/ports.ts'
import { promiseChange, ticketKey } from './promise-change.ts'
import type { Said } from './say.ts'

type How = { emailVia: Config['tickets']['emailVia'] }

/** What has to go out once something was said. Notes go nowhere. */
export async function promiseSaid(
  tx: Tx,
  { row, files, before, ticket }: Said,
  { emailVia }: How,
): Promise<void> {
  const key = ticketKey(ticket.id)
  const payload = { ticketId: ticket.id, activityId: row.id }
  if (row.kind === 'comment') await promise(tx, 'push-comment', payload, { key })
  if (row.kind === 'email' && emailVia === 'crm') await promise(tx, 'push-email', payload, { key })
  if (files.length > 0 && !row.isInternal) await promise(tx, 'push-files', payload, { key })
  await promiseChange(tx, before, ticket)
  // A key of their own keeps mails in order, and a mail server that is away from stopping what the CRM is told. The last, because
  // whoever sent one locks the keys in this order, too.
  if (row.kind === 'email' && emailVia === 'smtp')
    await promise(tx, 'send-mail', payload, { key: `${key}:mail`, lane: 'mail' })
}
