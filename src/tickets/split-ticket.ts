import { z } from '@hono/zod-openapi'
import { and, eq, isNull } from 'drizzle-orm'
import { authorizeTicket, type Caller } from '#src/auth/access.ts'
import { activities } from '#src/db/activity-schema.ts'
import { recordChange } from '#src/db/audit.ts'
import { telling } from '#src/db/tell.ts'
import { DomainError } from '#src/errors.ts'
import { copyFile } from '#src/files/copy-file.ts'
import { filesOf } from '#src/files/file-view.ts'
import type { UploadPorts } from '#src/files/store-upload.ts'
import type { JobId, MessageId, TicketId } from '#src/ids.ts'
import type { Config, Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { awaitDeal } from './await-deal.ts'
import { fileTicket } from './file-ticket.ts'
import { PriorityWord } from './find-change.ts'
import { anotherOf, FOLLOW_UP } from './follow-up.ts'
import { addLink } from './link-tickets.ts'
import type { MessageRow } from './message.ts'
import { placeOf } from './move.ts'
import { Title } from './new-ticket.ts'
import { findTicket, lockTicket, type TicketRow } from './queries.ts'
import { claimRepetition, findRepeated, type Repetition } from './repetition.ts'
import { nextTicketId } from './ticket-number.ts'

export const Splitting = z
  .strictObject({
    message_id: z
      .int()
      .min(1)
      .max(2_147_483_647)
      .transform((id) => id as MessageId)
      .openapi({ type: 'integer', description: 'Of this ticket; no note' }),
    title: Title.min(1),
    priority: PriorityWord.optional().openapi({ type: 'string', description: 'By default the same' }),
    relation: z
      .enum(['follow_up_of', 'related_to'])
      .default('follow_up_of')
      .openapi({ description: 'What the new ticket is to this one' }),
  })
  .openapi('TicketSplitting')
type Wish = z.output<typeof Splitting> & { ticketId: TicketId }

type Needed = UploadPorts & Pick<Ports, 'jobs' | 'crm' | 'stageMap' | 'dictionaries' | 'cpfVault'>
type Rules = Pick<Config, 'tickets' | 'timeZone'>
type How = { repetition: Repetition | null; visit: Visit }

/** What one message asks for besides becomes a ticket of its own, of the same people, with its files; filed as any other. */
export async function splitTicket(
  ports: Needed,
  rules: Rules,
  caller: Caller,
  wish: Wish,
  how: How,
): Promise<TicketRow> {
  const startedAt = performance.now()
  const repeated = how.repetition && (await findRepeated(ports.db, how.repetition))
  const opened = repeated
    ? { ticketId: repeated, jobId: null }
    : await openSplit(ports, rules, caller, wish, how)
  return awaitDeal(ports, rules.tickets, { ...opened, startedAt })
}

async function openSplit(
  ports: Needed,
  { timeZone }: Rules,
  caller: Caller,
  { ticketId: sourceId, message_id, title, priority, relation }: Wish,
  { repetition, visit }: How,
): Promise<{ ticketId: TicketId; jobId: JobId | null }> {
  const { db, clock } = ports
  const source = authorizeTicket(caller, 'ticket:change', await findTicket(db, sourceId))
  const message = await findSaid(ports, source, message_id)
  const place = await placeOf(ports, source)
  const attached = await filesOf(db, { ticketIds: [source.id], activityIds: [message.id] })
  const uploadIds = await Array.fromAsync(
    attached.filter(({ activityId }) => activityId === message.id),
    (file) => copyFile(ports, caller.userId, file),
  )
  return db.transaction((tx) =>
    telling(tx, async (tell) => {
      const before = authorizeTicket(caller, 'ticket:change', await lockTicket(tx, sourceId))
      const ticketId = await nextTicketId(tx)
      const twin = repetition && (await claimRepetition(tx, repetition, ticketId))
      if (twin) return { ticketId: twin, jobId: null }
      const description = {
        ...anotherOf(ports, before, { text: message.bodyText, place, now: clock() }),
        title,
        ...(priority && { priority }),
        filedById: before.userId === caller.userId ? null : caller.userId,
        related: relation === 'follow_up_of' ? { type: FOLLOW_UP, id: String(before.id) } : null,
      }
      const filed = await fileTicket(tx, { ticketId, description, uploadIds, timeZone, caller, visit, tell })
      const about = { actorId: caller.userId, visit, tell }
      await recordChange(tx, {
        ...{ actorId: caller.userId, action: 'ticket-split', subject: 'ticket', subjectId: before.id, visit },
        after: { message_id: message.id, ticket_id: ticketId, ticket_number: filed.row.ticketNumber },
      })
      if (relation === 'follow_up_of') await addLink(tx, filed.row, before, 'follow_up', about)
      else await addLink(tx, before, filed.row, 'related', about)
      return { ticketId, jobId: filed.jobId }
    }),
  )
}

/** What was said to everybody who sees the ticket: a note never leaves the team. */
async function findSaid(
  { db }: Pick<Ports, 'db'>,
  { id }: TicketRow,
  messageId: MessageId,
): Promise<MessageRow> {
  const isIt = and(eq(activities.id, messageId), eq(activities.ticketId, id))
  const [row] = await db
    .select()
    .from(activities)
    .where(and(isIt, eq(activities.isInternal, false), isNull(activities.deletedAt)))
  if (!row || row.bodyText.trim() === '')
    throw new DomainError(
      'invalid-request',
      {},
      { fields: [{ in: 'body', path: ['message_id'], rule: 'not-valid' }] },
    )
  return row
}
