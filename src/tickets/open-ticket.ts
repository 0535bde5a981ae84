import type { Caller } from '#src/auth/access.ts'
import { telling } from '#src/db/tell.ts'
import { storeBase64 } from '#src/files/store-base64.ts'
import type { UploadPorts } from '#src/files/store-upload.ts'
import type { JobId, TicketId, UploadId } from '#src/ids.ts'
import type { Config, Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { awaitDeal } from './await-deal.ts'
import { type DescribePorts, describeTicket } from './describe-ticket.ts'
import { fileTicket } from './file-ticket.ts'
import type { NewTicket } from './new-ticket.ts'
import type { TicketRow } from './queries.ts'
import { claimRepetition, findRepeated, keepRepetition, type Repetition } from './repetition.ts'

type Needed = DescribePorts & UploadPorts & Pick<Ports, 'jobs'>
type Rules = Pick<Config, 'crm' | 'tickets' | 'timeZone'>
/** `repetition`: how the same request is known that is sent again. */
type How = { repetition: Repetition | null; visit: Visit }
/** `jobId`: null if another request has promised it. */
type Opened = { ticketId: TicketId; jobId: JobId | null }

/**
 * The bytes of its files into the store, then all of it in one transaction with the promise that it reaches the CRM; and then a
 * short wait for that. A CRM that is away costs the requester the wait and nothing else.
 */
export async function openTicket(
  ports: Needed,
  rules: Rules,
  caller: Caller,
  input: NewTicket,
  how: How,
): Promise<TicketRow> {
  const startedAt = performance.now()
  const repeated = how.repetition && (await findRepeated(ports.db, how.repetition))
  const opened = repeated
    ? { ticketId: repeated, jobId: null }
    : await openNew(ports, rules, caller, input, how)
  return awaitDeal(ports, rules.tickets, { ...opened, startedAt })
}

async function openNew(
  ports: Needed,
  rules: Rules,
  caller: Caller,
  input: NewTicket,
  { repetition, visit }: How,
): Promise<Opened> {
  const { timeZone } = rules
  const description = await describeTicket(ports, rules, caller, input)
  const uploadIds = await uploadsOf(ports, caller, input)
  return ports.db.transaction((tx) =>
    telling(tx, async (tell) => {
      const twin = repetition && (await claimRepetition(tx, repetition))
      if (twin) return { ticketId: twin, jobId: null }
      const filing = { description, uploadIds, timeZone, caller, visit, tell }
      const { row, jobId } = await fileTicket(tx, filing)
      if (repetition) await keepRepetition(tx, repetition, row.id)
      return { ticketId: row.id, jobId }
    }),
  )
}

const uploadsOf = async (
  ports: Needed,
  caller: Caller,
  { attachments }: NewTicket,
): Promise<readonly UploadId[]> =>
  'uploadIds' in attachments ? attachments.uploadIds : storeBase64(ports, caller, attachments.base64)
