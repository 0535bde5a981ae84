import type { NoticeKind } from '#src/db/notice-schema.ts'
import type { MessageId, TicketId, UserId } from '#src/ids.ts'
import { MERGED } from '#src/tickets/stages.ts'
import type { News, Said } from './news.ts'

/** Somebody who works on everybody's tickets; the department in small letters. */
export type TeamMember = { id: UserId; department: string; email: string }
/** Why somebody is told, and by which event. */
export type Reason = {
  userId: UserId
  kind: NoticeKind
  ticketId: TicketId
  /** Of the first of what was told together. */
  seq: number
  messageId: MessageId | null
  actorId: UserId | null
  actorName: string | null
  isInternal: boolean
  data: Record<string, unknown>
  /** To whom it went as a mail already. */
  mailedTo: readonly string[]
}

/** Of several reasons for one person, the first of these is the one. */
const ORDER = [
  'mention',
  'resolved',
  'reopened',
  'assigned',
  'requester_reply',
  'agent_reply',
  'ticket_created',
  'sla_breached',
  'sla_warning',
] as const satisfies readonly NoticeKind[]

/**
 * Who hears of what was told together about one ticket: each person once, and never whoever did it. Whoever may not see what
 * it is about hears nothing.
 */
export function whoIsTold(together: readonly News[], team: readonly TeamMember[]): Reason[] {
  const seq = together[0]?.seq ?? 0
  // What was said with it: an answer that solves it is told as the solution, in its own words.
  const words = together.find(
    (news) => news.message && CARRIES_WORDS.has(news.message.kind) && !isHidden(news),
  )
  const reasons = together.flatMap((news) => {
    const isTeam = (id: UserId) => team.some((member) => member.id === id)
    const author = authorOf(news)
    return (REASONS[news.kind]?.(news, team) ?? [])
      .filter(({ userId }) => userId !== author.actorId)
      .filter(({ userId }) => isTeam(userId) || (isInvolved(news, userId) && !isHidden(news)))
      .map((reason): Reason => {
        const { ticketId, message } = news
        const about = {
          ticketId,
          seq,
          messageId: (message ?? words?.message)?.id ?? null,
          isInternal: isHidden(news),
        }
        return { ...about, ...author, data: {}, mailedTo: mailedTo(message), ...reason }
      })
  })
  const people = Map.groupBy(reasons, ({ userId }) => userId)
  return [...people.values()].flatMap((theirs) =>
    ORDER.flatMap((kind) => theirs.find((one) => one.kind === kind) ?? []).slice(0, 1),
  )
}

type Because = { userId: UserId; kind: NoticeKind; data?: Record<string, unknown> }
type Find = (news: News, team: readonly TeamMember[]) => Because[]

const because = (kind: NoticeKind, ids: readonly (UserId | null | undefined)[], data = {}): Because[] =>
  ids.flatMap((userId) => (userId ? [{ userId, kind, data }] : []))

const REASONS: Record<string, Find> = {
  'ticket-opened': (news, team) => {
    const assignee = assigneeAtFirst(news)
    return [
      ...because('ticket_created', [news.ownerId, ...news.watcherIds]),
      ...(assignee === 'nobody'
        ? because('ticket_created', teamOf(news, team))
        : because('assigned', [assignee])),
    ]
  },
  'message-added': (news, team) => {
    const { message, data } = news
    // What was said and is gone by now.
    if (!message) return []
    const mentions = because('mention', idsIn(data.mentions))
    if (isHidden(news) || !CARRIES_WORDS.has(message.kind)) return mentions
    const { ownerId, watcherIds } = news
    return isOfRequester(news)
      ? [...mentions, ...because('requester_reply', [...workersOn(news, team), ...watcherIds])]
      : [...mentions, ...because('agent_reply', [ownerId, ...watcherIds])]
  },
  'ticket-changed': (news, team) => {
    const { status, resolved_at, reopen_count, close_reason } = news.data.changes as Record<string, unknown>
    // It goes on elsewhere: nothing is solved yet, and there is nothing to rate.
    if (close_reason === MERGED) return []
    const isOver = status === 'resolved' || status === 'closed'
    // Closed after it was resolved: that was told.
    if (isOver) return resolved_at ? because('resolved', [news.ownerId, ...news.watcherIds], { status }) : []
    if (!reopen_count) return []
    return because('reopened', [news.ownerId, ...news.watcherIds, ...workersOn(news, team)])
  },
  'ticket-assigned': ({ data }) => {
    const assignee = data.assignee as { id: UserId | null } | null
    return because('assigned', [assignee?.id])
  },
  'sla-warning': ({ data }) => because('sla_warning', idsIn(data.people), markOf(data)),
  'sla-breached': ({ data }) => because('sla_breached', idsIn(data.people), markOf(data)),
}

/** Whoever asked for help, and who follows it besides. */
const isInvolved = ({ ownerId, watcherIds }: News, id: UserId) => id === ownerId || watcherIds.includes(id)

const CARRIES_WORDS = new Set(['comment', 'email'])

/** A note stays a note, whatever its event says. */
const isHidden = ({ isInternal, message }: News) => isInternal || (message?.isInternal ?? false)

function authorOf({ actorId, changerId, data, message }: News): Pick<Reason, 'actorId' | 'actorName'> {
  const said = data.author as { id: UserId | null; name: string | null } | undefined
  return {
    actorId: actorId ?? message?.authorId ?? said?.id ?? changerId,
    actorName: message?.authorName ?? said?.name ?? null,
  }
}

/** On a ticket of their own, people of the team are requesters as everybody. */
function isOfRequester(news: News): boolean {
  const { actorId } = authorOf(news)
  if (news.message?.direction === 'incoming') return true
  return actorId === null ? news.data.sender_type === 'user' : actorId === news.ownerId
}

/** Who had it when it came; what was assigned since is told by itself. */
function assigneeAtFirst({ data, responsibleId, responsibleCrmId }: News): UserId | 'nobody' | null {
  const { assignee_id, assignee_crm_id } = data as {
    assignee_id?: UserId | null
    assignee_crm_id?: number | null
  }
  if (assignee_id) return assignee_id
  if (!assignee_crm_id) return 'nobody'
  // Somebody of the CRM who has no account here has it all the same.
  return assignee_crm_id === responsibleCrmId ? responsibleId : null
}

/** Whoever works on it, or all who could. */
const workersOn = (news: News, team: readonly TeamMember[]): UserId[] =>
  news.responsibleId === null ? teamOf(news, team) : [news.responsibleId]

/** Of the department; all where there is nobody of it. */
function teamOf({ department }: News, team: readonly TeamMember[]): UserId[] {
  const wanted = department?.trim().toLowerCase()
  const theirs = team.filter((member) => member.department === wanted)
  return (theirs.length > 0 ? theirs : team).map(({ id }) => id)
}

const idsIn = (value: unknown): UserId[] =>
  Array.isArray(value) ? value.filter((id): id is UserId => Number.isInteger(id)) : []

const markOf = ({ target, level, due_at }: Record<string, unknown>) => ({ target, level, due_at })

const mailedTo = (message: Said | null) =>
  message?.kind === 'email' && message.direction === 'outgoing'
    ? (message.toEmail ?? '').toLowerCase().split(', ')
    : []
