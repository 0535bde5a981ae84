import { eq, isNotNull } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import type { Tx } from '#src/db/connect.ts'
import { knownComments } from '#src/db/known-comments.ts'
import { nextInReadOrder } from '#src/db/mirror-schema.ts'
import { type Tell, telling } from '#src/db/tell.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { CommentId, JobId, TicketId } from '#src/ids.ts'
import { callingOf } from '#src/jobs/calling.ts'
import { promiseRefresh } from '#src/jobs/deal-refresh.ts'
import { GiveUp } from '#src/jobs/ends.ts'
import { promise } from '#src/jobs/queue.ts'
import type { JobInHand, Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import type { Calling } from '#src/providers/crm-provider.ts'
import { FileStoreError } from '#src/providers/file-store.ts'
import { type FilesPlace, markPushed, type OutgoingFiles, shown, takeOutgoing } from './outgoing-files.ts'

/** Notes on the ticket that the CRM has what this job was to bring. */
type Reached = (tx: Tx, ticketId: TicketId, jobId: JobId, tell: Tell) => Promise<void>
type Needed = Pick<Ports, 'db' | 'crm' | 'files' | 'log'>

/** Until the scanner has spoken. */
const SCAN_LOOK_MS = 15_000

/** Files go to the CRM in a comment of their own, those of one message together, each of them once. */
export function pushFiles(ports: Needed, reached: Reached): Task<'push-files'> {
  const { db, crm } = ports
  return async (place, job) => {
    const { ticketId } = place
    const [ticket] = await db
      .select({ dealId: deals.dealId, number: deals.ticketNumber })
      .from(deals)
      .where(eq(deals.id, ticketId))
    if (!ticket) return
    // Whatever makes the deal comes first in the key, so it is dead: once it is redriven, so can this be.
    if (ticket.dealId === null) throw new GiveUp('The ticket has no deal')
    const calling: Calling = callingOf(job)
    try {
      const taken = await takeOutgoing(ports, place, { calling, job })
      if (taken === null) return await stepAside(place, job, SCAN_LOOK_MS)
      if (taken.rows.length === 0) return
      const comment = { text: textOf(ticket.number, taken), files: taken.inside }
      const notThese = await knownComments(db, ticketId)
      job.signal.throwIfAborted()
      const commentId = await crm.addComment(ticket.dealId, { ...comment, notThese }, calling)
      await job.finish((tx) =>
        telling(tx, async (tell) => {
          await markPushed(tx, taken)
          await reached(tx, ticketId, job.id, tell)
          await keepComment(tx, place, commentId, comment.text)
          // A reading that met it in the CRM has left it alone.
          if (ticket.dealId !== null) await promiseRefresh(tx, ticket.dealId)
        }),
      )
    } catch (error) {
      if (error instanceof FileStoreError && job.key !== keyOf(place)) return await stepAside(place, job, 0)
      throw error
    }
  }
}

const keyOf = ({ ticketId, activityId }: FilesPlace) => `files:${ticketId}:${activityId ?? ''}`

/** The same work under a key of its own: what else the CRM is to hear of the ticket does not wait for it. */
const stepAside = (place: FilesPlace, job: JobInHand, delayMs: number) =>
  job.finish(async (tx) => {
    await promise(tx, 'push-files', place, { key: keyOf(place), merge: true, delayMs, insteadOf: job.id })
  })

/** Our numbers make it a text that no other comment has: by it the comment is found whose answer got lost. */
function textOf(ticketNumber: string, { rows, lines }: OutgoingFiles): string {
  const names = rows.filter(({ scanStatus }) => scanStatus !== 'infected').map(shown)
  const numbers = rows.map(({ id }) => id).join(', ')
  const head = `Anexos do chamado ${ticketNumber} (${numbers})`
  return [[head, ...(names.length > 0 ? [names.join(', ')] : [])].join(': '), ...lines].join('\n')
}

/** So that it is known for ours when the CRM tells of it; where it told already, the row is ours from now on. */
async function keepComment(tx: Tx, { ticketId }: FilesPlace, commentId: CommentId, text: string) {
  const ours = {
    ...({ kind: 'system', source: 'system', isInternal: true, crmStatus: 'synced' } as const),
    crmReadOrder: nextInReadOrder,
  }
  const { externalKind, externalId } = activities
  await tx
    .insert(activities)
    .values({ ticketId, ...ours, externalKind: 'comment', externalId: commentId, bodyText: text })
    .onConflictDoUpdate({
      target: [externalKind, externalId, activities.ticketId],
      targetWhere: isNotNull(externalId),
      set: ours,
    })
}
