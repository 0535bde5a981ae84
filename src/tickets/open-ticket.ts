import type { Caller } from '#src/auth/access.ts'
import type { Tx } from '#src/db/connect.ts'
import { telling } from '#src/db/tell.ts'
import { filedDrafts } from '#src/db/ticket-schema.ts'
import { DomainError } from '#src/errors.ts'
import { storeBase64 } from '#src/files/store-base64.ts'
import type { UploadPorts } from '#src/files/store-upload.ts'
import type { JobId, TicketId, UploadId } from '#src/ids.ts'
import type { Config, Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { applyRules } from './apply-rules.ts'
import { awaitDeal } from './await-deal.ts'
import { type DescribePorts, describeTicket } from './describe-ticket.ts'
import { fileTicket } from './file-ticket.ts'
import type { NewTicket } from './new-ticket.ts'
import type { TicketRow } from './queries.ts'
import { claimRepetition, findRepeated, type Repetition } from './repetition.ts'
import { nextTicketId } from './ticket-number.ts'

type Needed = DescribePorts & UploadPorts & Pick<Ports, 'jobs' | 'crm'>
type Rules = Pick<Config, 'crm' | 'tickets' | 'timeZone'>
/** `repetition`: how the same request is known that is sent again. */
type How = { repetition: Repetition | null; visit: Visit }
const LATEST_MS = 13_000

/** `jobId`: null if another request has promised it. */
type Opened = { ticketId: TicketId; jobId: JobId | null }

/**
 * The bytes of its files into the store, then all of it in one transaction with the promise that it reaches the CRM; and then a
 * short wait for that. A CRM that is away costs the requester the wait at the most, and nothing once that is known.
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
    : await openNew(ports, rules, caller, input, { ...how, startedAt })
  return awaitDeal(ports, rules.tickets, { ...opened, startedAt })
}

async function openNew(
  ports: Needed,
  rules: Rules,
  caller: Caller,
  input: NewTicket,
  { repetition, visit, startedAt }: How & { startedAt: number },
): Promise<Opened> {
  const { timeZone } = rules
  const asked = await describeTicket(ports, rules, caller, input)
  const { description, ruled } = await applyRules(ports, asked)
  const uploadIds = await uploadsOf(ports, caller, input)
  // Whoever was told that it took too long files again, so this must not be filed any more.
  if (performance.now() - startedAt > LATEST_MS) throw new DomainError('too-slow')
  return ports.db.transaction((tx) =>
    telling(tx, async (tell) => {
      const ticketId = await nextTicketId(tx)
      const twin = repetition && (await claimRepetition(tx, repetition, ticketId))
      if (twin) return { ticketId: twin, jobId: null }
      const filing = { ticketId, description, ruled, uploadIds, timeZone, caller, visit, tell }
      const { jobId } = await fileTicket(tx, filing)
      if (input.draftId !== null) await noteDraft(tx, caller, input.draftId, ticketId)
      return { ticketId, jobId }
    }),
  )
}

const noteDraft = (tx: Tx, { userId }: Caller, draftId: string, ticketId: TicketId) =>
  tx.insert(filedDrafts).values({ userId, draftId, ticketId }).onConflictDoNothing()

const uploadsOf = async (
  ports: Needed,
  caller: Caller,
  { attachments }: NewTicket,
): Promise<readonly UploadId[]> =>
  'uploadIds' in attachments ? attachments.uploadIds : storeBase64(ports, caller, attachments.base64)
