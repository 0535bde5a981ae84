import { and, eq, isNull, sql } from 'drizzle-orm'
import { files } from '#src/db/activity-schema.ts'
import type { Tx } from '#src/db/connect.ts'
import { recordCpfAccess } from '#src/db/cpf-access.ts'
import { type Tell, telling } from '#src/db/tell.ts'
import type { ContactId, TicketId } from '#src/ids.ts'
import { callingOf } from '#src/jobs/calling.ts'
import { promise } from '#src/jobs/queue.ts'
import type { JobInHand, Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import { type Calling, CrmError, type OutgoingTicket, type Person } from '#src/providers/crm-provider.ts'
import { localVisit } from '#src/visit.ts'
import { noteFailed, noteReached } from './crm-status.ts'
import { createContactFinder } from './find-contact.ts'
import { PRIORITY_LABELS } from './priority.ts'
import { ticketKey } from './promise-change.ts'
import { changeRow, findTicket, lockTicket, type TicketColumns, type TicketRow } from './queries.ts'

type Needed = Pick<Ports, 'db' | 'crm' | 'log' | 'clock' | 'cpfVault'>

/** The ticket becomes a deal, once: no transaction is open while the CRM is asked, and the answer is kept with the end of the job. */
export function pushTicket(ports: Needed): Task<'push-ticket'> {
  const { db, crm } = ports
  const findContact = createContactFinder(ports)
  async function open(row: TicketRow, calling: Calling, job: JobInHand) {
    const contactId = await contactOf(row, (person) => findContact(person, calling))
    job.signal.throwIfAborted()
    const dealId = await crm.openDeal(toDeal(ports, row, contactId), calling)
    return { dealId, contactId }
  }
  return async ({ ticketId }, job) => {
    const row = await findTicket(db, ticketId)
    if (!row) return
    const calling: Calling = callingOf(job)
    try {
      // The mirror may have read the deal before we knew its number; what else belongs to it is still to come.
      const made = row.dealId === null ? await open(row, calling, job) : null
      await job.finish((tx) =>
        telling(tx, async (tell) => {
          if (made) await keepDeal(tx, ticketId, made, { job, tell, now: ports.clock() })
          if (made && row.cpf !== null)
            await recordCpfAccess(tx, { actorId: null, userId: row.userId, ticketId, purpose: 'crm' })
          await noteReached(tx, ticketId, job.id, tell)
          if (await haveFiles(tx, ticketId))
            await promise(tx, 'push-files', { ticketId, activityId: null }, { key: ticketKey(ticketId) })
        }),
      )
    } catch (error) {
      if (error instanceof CrmError && error.outcome === 'rejected') await noteFailed(db, ticketId, error)
      throw error
    }
  }
}

const contactOf = (
  { requesterEmail: email, requesterName, requesterPhone: phone }: TicketRow,
  find: (person: Person) => Promise<ContactId | null>,
): Promise<ContactId | null> =>
  email === null ? Promise.resolve(null) : find({ name: requesterName ?? email, email, phone })

/** W-04. Choices by the labels that the CRM has for them. */
const toDeal = ({ cpfVault }: Needed, row: TicketRow, contactId: ContactId | null): OutgoingTicket => ({
  originKey: row.originKey,
  title: row.title,
  pipelineId: row.pipelineId,
  responsibleId: row.responsibleCrmId,
  contactId,
  fields: {
    priority: PRIORITY_LABELS['pt-BR'][row.priority],
    category: row.serviceCategory,
    system: row.systemType,
    assigneeDepartment: row.assigneeDepartment,
    requesterDepartment: row.requesterDepartment,
    requesterName: row.requesterName,
    requesterEmail: row.requesterEmail,
    requesterPhone: row.requesterPhone,
    filial: row.filial,
    matricula: row.matricula,
    cpf: row.cpf === null ? null : cpfVault.openOfTicket(row.cpf, row.originKey),
    description: row.description,
    deadline: row.dateDeadline?.toISOString() ?? null,
    ticketNumber: row.ticketNumber,
  },
})

async function keepDeal(
  tx: Tx,
  ticketId: TicketId,
  columns: Pick<TicketColumns, 'dealId' | 'contactId'>,
  { job, ...how }: { job: JobInHand; tell: Tell; now: Date },
): Promise<void> {
  const before = await lockTicket(tx, ticketId)
  if (!before) return
  const visit = localVisit(`job-${job.id}`)
  await changeRow(tx, before, columns, { actorId: null, action: 'ticket-pushed', visit, ...how })
}

async function haveFiles(tx: Tx, ticketId: TicketId): Promise<boolean> {
  const [one] = await tx
    .select({ one: sql`1` })
    .from(files)
    .where(and(eq(files.ticketId, ticketId), isNull(files.activityId), eq(files.crmStatus, 'pending')))
    .limit(1)
  return one !== undefined
}
