import type { CrmUserId } from '#src/ids.ts'
import { callingOf } from '#src/jobs/calling.ts'
import { GiveUp } from '#src/jobs/ends.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import type { Calling } from '#src/providers/crm-provider.ts'
import { taggedSubject } from './mail-content.ts'
import { findOutgoing, noteMessageReached, notingFailure } from './message-crm-status.ts'
import { recipientsOf } from './send-mail.ts'

type Sending = { sentBy: 'us' | 'crm' }

/** Tells the CRM of a mail that we sent, or has it send one: whichever the configuration says, and never both. */
export const pushEmail =
  ({ db, crm }: Pick<Ports, 'db' | 'crm'>, { sentBy }: Sending): Task<'push-email'> =>
  ({ activityId }, job) =>
    notingFailure(db, activityId, async () => {
      const outgoing = await findOutgoing(db, activityId)
      if (outgoing === null) return
      const { row, ticket, dealId } = outgoing
      const [to = ''] = recipientsOf(row)
      const calling: Calling = callingOf(job)
      const inCharge = async (): Promise<CrmUserId> =>
        ticket.responsibleCrmId ??
        row.authorCrmId ??
        (await crm.readDeal(dealId, calling))?.responsibleId ??
        giveUp('Nobody in the CRM is in charge of the deal')
      const email = {
        originKey: row.originKey,
        subject: taggedSubject(row.subject ?? ticket.title, ticket),
        html: row.bodyHtml ?? '',
        to,
        from: row.fromEmail,
        contactId: to === ticket.requesterEmail?.toLowerCase() ? ticket.contactId : null,
        responsibleId: await inCharge(),
        sentBy,
      }
      const noted = await crm.addEmail(dealId, email, calling)
      await job.finish((tx) => noteMessageReached(tx, activityId, 'activity', noted))
    })

function giveUp(reason: string): never {
  throw new GiveUp(reason)
}
