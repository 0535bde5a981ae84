import { sql } from 'drizzle-orm'
import { isInCopy, isOfTheTeam, type Person } from '#src/auth/access.ts'
import { activities } from '#src/db/activity-schema.ts'
import { recordChange } from '#src/db/audit.ts'
import type { Tx } from '#src/db/connect.ts'
import { ticketReads } from '#src/db/ledger-schema.ts'
import type { Tell } from '#src/db/tell.ts'
import { attachFiles } from '#src/files/attach-files.ts'
import type { FileRow } from '#src/files/store-upload.ts'
import type { CrmUserId, UploadId, UserId } from '#src/ids.ts'
import { saidOf } from '#src/sla/said-of.ts'
import type { Visit } from '#src/visit.ts'
import { keepWatchers } from './keep-watchers.ts'
import { mentionedBy } from './mentions.ts'
import { type MessageRow, senderTypeOf } from './message.ts'
import { columnsOfMove, type Place } from './move.ts'
import { changeRow, type TicketColumns, type TicketRow } from './queries.ts'
import { isOver, nextStatus, type Rules, type StatusAfter } from './status.ts'
import { tellMore } from './ticket-change.ts'

/** Whoever says something, as far as others get to know them. */
export type Speaker = Person & Sayer
export type Sayer = Pick<Person, 'userId' | 'role'> & {
  user: { fullName: string; email: string; matricula: string }
}

export type Saying = {
  kind: 'comment' | 'note' | 'email'
  text: string
  uploadIds: readonly UploadId[]
  clientId?: string | undefined
  messageType?: MessageRow['messageType'] | undefined
  statusAfter?: StatusAfter | undefined
  /** Of the team, calling people by name. */
  mentions?: readonly UserId[] | undefined
  mail?: Pick<MessageRow, 'subject' | 'bodyHtml' | 'fromEmail' | 'toEmail' | 'mailMessageId'> &
    Partial<Pick<MessageRow, 'originKey' | 'source' | 'direction'>>
  /** To begin a new ticket with, whatever an answer to this one would do. */
  isFollowUp?: boolean
  /** Nothing names this request: the same mail again at once is a second click. */
  isClick?: boolean
}

export type SayNeeds = {
  rules: Rules
  place: Place
  now: Date
  /** Who the speaker is in the CRM. */
  crmUserId: CrmUserId | null
  visit: Visit
  tell: Tell
}
export type Said = { row: MessageRow; files: FileRow[]; ticket: TicketRow; before: TicketRow }

/** Whether they speak for the team here; on a ticket of their own, agents are requesters as everybody. */
export const speaksForTheTeam = (caller: Pick<Person, 'userId' | 'role'>, ticket: TicketRow) =>
  isOfTheTeam(caller) && ticket.userId !== caller.userId

/**
 * What becomes of a ticket's status when this is said; `follow-up`: it has to be said on a new ticket. What is said among the
 * team changes nothing.
 */
export function statusAfterSaying(
  ticket: TicketRow,
  caller: Pick<Person, 'userId' | 'role'>,
  { kind, statusAfter }: Pick<Saying, 'kind' | 'statusAfter'>,
  { rules, now }: Pick<SayNeeds, 'rules' | 'now'>,
) {
  if (kind === 'note') return ticket.status
  const isTeam = speaksForTheTeam(caller, ticket) || statusAfter !== undefined
  const trigger = isTeam
    ? ({ kind: 'team-replied', statusAfter } as const)
    : ({ kind: isInCopy(caller, ticket) ? 'copied-replied' : 'requester-replied' } as const)
  const next = nextStatus(ticket, trigger, rules, now)
  // A mail about what is over says something, and asks for nothing anew.
  return next === 'follow-up' && kind === 'email' ? ticket.status : next
}

/** The message and all that it brings with it; the ticket must be locked, and of a status in which it can be said. */
export async function say(
  tx: Tx,
  before: TicketRow,
  caller: Sayer,
  saying: Saying,
  needs: SayNeeds,
): Promise<Said> {
  const { visit, tell } = needs
  const isTeam = speaksForTheTeam(caller, before)
  const isInternal = saying.kind === 'note'
  const mentions = await mentionedBy(tx, before, saying)
  const [row] = await tx
    .insert(activities)
    .values({
      ticketId: before.id,
      kind: saying.kind,
      source: isTeam ? 'agent' : 'portal',
      isInternal,
      direction: saying.kind === 'email' ? 'outgoing' : null,
      messageType: saying.messageType ?? 'text',
      authorUserId: caller.userId,
      authorCrmId: needs.crmUserId,
      authorName: caller.user.fullName,
      authorEmail: caller.user.email,
      bodyText: saying.text,
      clientId: saying.clientId ?? null,
      mentions: mentions.all,
      crmStatus: isInternal ? null : 'pending',
      ...saying.mail,
    })
    .returning()
  if (!row) throw new Error('an insert returned nothing')
  const files = await attachFiles(tx, caller.userId, saying.uploadIds, {
    ticketId: before.id,
    activityId: row.id,
    crmStatus: isInternal ? null : 'pending',
  })
  await tx
    .insert(ticketReads)
    .values({ ticketId: before.id, userId: caller.userId, lastReadMessageId: row.id })
    .onConflictDoUpdate({
      target: [ticketReads.ticketId, ticketReads.userId],
      set: {
        lastReadMessageId: sql`greatest(${ticketReads.lastReadMessageId}, excluded.last_read_message_id)`,
        lastReadAt: sql`clock_timestamp()`,
      },
    })
  const how = { actorId: caller.userId, action: 'message-added', visit } as const
  const heard = saidOf(row, before.userId)
  await recordChange(tx, {
    ...how,
    subject: 'ticket',
    subjectId: before.id,
    after: {
      ...{ message_id: row.id, kind: row.kind, files: files.map(({ id }) => id) },
      ...(saying.kind === 'comment' && saying.mail && { by_mail: true }),
    },
  })
  tell({
    kind: 'message-added',
    ticketId: before.id,
    actorId: caller.userId,
    isInternal,
    data: {
      message_id: row.id,
      kind: row.kind,
      sender_type: senderTypeOf(row),
      author: { id: caller.userId, name: caller.user.fullName },
      client_id: row.clientId,
      ...(mentions.all.length > 0 && { mentions: mentions.all }),
    },
  })
  const wished = isInternal ? {} : effects(before, caller, saying, { ...needs, isTeam })
  const said = heard ? [{ kind: heard, data: {}, at: needs.now }] : []
  const changed = await changeRow(tx, before, wished, { ...how, tell, now: needs.now, said })
  tellMore(before, changed, caller.userId, tell)
  const ticket = await keepWatchers(tx, changed, { add: mentions.team }, { ...how, tell, now: needs.now })
  return { row, files, ticket, before }
}

function effects(
  before: TicketRow,
  caller: Sayer,
  saying: Saying,
  { rules, place, now, isTeam, crmUserId }: SayNeeds & { isTeam: boolean },
): TicketColumns {
  const status = statusAfterSaying(before, caller, saying, { rules, now })
  if (status === 'follow-up') throw new Error('what belongs to a new ticket was said on the old one')
  const isNobodys = before.responsibleId === null && before.responsibleCrmId === null
  return {
    ...columnsOfMove(place, before, status, now),
    // Whoever says something has seen what was said before.
    ...(isTeam
      ? { isUnread: true, isUnreadByTeam: false }
      : { isUnread: isInCopy(caller, before), isUnreadByTeam: true }),
    ...(isTeam && before.firstResponseAt === null && { firstResponseAt: now }),
    ...(isTeam &&
      isNobodys &&
      !isOver(before.status) && {
        responsibleId: caller.userId,
        responsible: caller.user.fullName,
        responsibleEmail: caller.user.email,
        responsibleCrmId: crmUserId,
        assignedAt: now,
      }),
    messageCount: before.messageCount + 1,
  }
}
