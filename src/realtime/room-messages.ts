import type { Priority } from '#src/db/ticket-schema.ts'
import type { UserId } from '#src/ids.ts'
import type { Log } from '#src/log.ts'
import { PRIORITY_LABELS } from '#src/tickets/priority.ts'
import type { Changes, EventName, Payloads, SlaNews, SyncState } from './events.ts'
import { agentsRoom, DASHBOARD, ticketRoom, userRoom } from './rooms.ts'
import type { ToldRow } from './told-rows.ts'

/** One thing said to several rooms; whoever is in more than one of them hears it once. */
export type RoomMessage = {
  [Name in EventName]: { seq: number; rooms: readonly string[]; event: Name; payload: Payloads[Name] }
}[EventName]

/** What an event is in rooms. Nothing else decides who hears what. */
export function roomMessagesOf(row: ToldRow): RoomMessage[] {
  const messages = MESSAGES[row.kind]?.(row) ?? []
  return messages.map(([event, rooms, more]) => {
    const { seq, at, ticketId: id, dealId: deal_id, ticketNumber: ticket_number } = row
    const actor = row.actorId === null ? null : { id: row.actorId, name: row.actorName }
    const payload = { event, seq, at, id, deal_id, ticket_number, actor, ...more }
    // Which payload goes with which name is held by `say`.
    return { seq, rooms, event, payload } as RoomMessage
  })
}

/** One that cannot be said, by a mistake of ours, must not keep back all that come behind it. */
export function sayable(row: ToldRow, log: Log): RoomMessage[] {
  try {
    return roomMessagesOf(row)
  } catch (error) {
    log.error({ err: error, seq: row.seq, kind: row.kind }, 'an event cannot be said')
    return []
  }
}

type Own<Name extends EventName> = Omit<
  Payloads[Name],
  'event' | 'seq' | 'at' | 'id' | 'deal_id' | 'ticket_number' | 'actor'
>
type Saying = readonly [event: EventName, rooms: readonly string[], more: object]
const say = <Name extends EventName>(event: Name, rooms: readonly string[], more: Own<Name>): Saying => [
  event,
  rooms,
  more,
]

/** A note stays a note, whatever its event says. */
const isInternal = ({ isInternal, message }: ToldRow) => isInternal || (message?.isInternal ?? false)

/** For those who look at the ticket. */
const there = (row: ToldRow) => [isInternal(row) ? agentsRoom(row.ticketId) : ticketRoom(row.ticketId)]
/** For this person, whatever they look at. */
const to = (row: ToldRow, id: number | null | undefined) =>
  isInternal(row) || !id ? [] : [userRoom(id as UserId)]
/** For those who look at all of them, for whom it is their own, and who follow it. */
const everywhere = (row: ToldRow) => [
  DASHBOARD,
  ...[row.ownerId, ...row.watcherIds].flatMap((id) => to(row, id)),
]
const toAll = (row: ToldRow) => [...there(row), ...everywhere(row)]
/** How much time is left is between the team and whoever works on it. */
const toTheTeam = ({ ticketId, responsibleId }: ToldRow) => [
  agentsRoom(ticketId),
  DASHBOARD,
  ...(responsibleId === null ? [] : [userRoom(responsibleId)]),
]

const MESSAGES: Record<string, (row: ToldRow) => Saying[]> = {
  'ticket-opened': (row) => [say('new_ticket', everywhere(row), newTicketOf(row))],
  'ticket-changed': (row) => changed(row, changesOf(row), Number(row.data.version)),
  // What was said and is gone by now is told by the event of its end.
  'message-added': (row) =>
    row.message
      ? [
          say('new_comment', there(row), { activity: row.message.activity }),
          say('new_activity', everywhere(row), { activity: row.message.activity }),
        ]
      : [],
  'message-changed': (row) => (row.message ? changed(row, { activity: row.message.activity }) : []),
  'message-removed': (row) => changed(row, { removed_activity: Number(row.data.message_id) }),
  // What somebody in copy has read is for their other devices to know.
  'ticket-read': (row) => [
    say('ticket_read', [...(row.data.in_copy ? [] : toAll(row)), ...to(row, row.actorId)], {
      user_id: Number(row.data.user_id),
      last_read_message_id: Number(row.data.last_read_message_id),
      by_team: row.data.by_team === true,
    }),
  ],
  // Whoever follows it hears of the change itself; those who do no more, here.
  'watchers-changed': (row) => {
    const { removed, watcher_ids } = row.data as { removed: number[]; watcher_ids: number[] }
    const rooms = removed.flatMap((id) => to(row, id))
    // To no room is to everybody.
    return rooms.length === 0 ? [] : [say('ticket_updated', rooms, { changes: { watcher_ids } })]
  },
  'links-changed': (row) => [say('links_changed', [...there(row), DASHBOARD], {})],
  'ticket-merged': (row) => [say('merged', toAll(row), row.data as Own<'merged'>)],
  'ticket-assigned': (row) => {
    const assignee = row.data.assignee as Payloads['ticket_assigned']['assignee']
    return [say('ticket_assigned', [...toAll(row), ...to(row, assignee?.id)], { assignee })]
  },
  'priority-changed': (row) => [say('priority_changed', toAll(row), row.data as Own<'priority_changed'>)],
  'sync-state': (row) => [say('sync_state', toAll(row), row.data as SyncState)],
  'change-pending': (row) => [
    say('sync_state', toAll(row), { pending: row.data as NonNullable<SyncState['pending']> }),
  ],
  'change-rejected': (row) => [
    say('sync_state', toAll(row), { rejected: row.data as NonNullable<SyncState['rejected']> }),
  ],
  'sla-warning': (row) => [say('sla_warning', toTheTeam(row), slaNewsOf(row))],
  'sla-breached': (row) => [say('sla_breached', toTheTeam(row), slaNewsOf(row))],
  notification: ({ data: { user_ids, ...told } }) => [
    say('notification', (user_ids as UserId[]).map(userRoom), told as Own<'notification'>),
  ],
}

/** Who is told of it besides is between them and us. */
function slaNewsOf({ data }: ToldRow): SlaNews {
  const { people: _, ...news } = data
  return news as SlaNews
}

function changed(row: ToldRow, changes: Changes, version?: number): Saying[] {
  const more = { changes, ...(version !== undefined && { version }) }
  return [say('deal_updated', there(row), more), say('ticket_updated', everywhere(row), more)]
}

/** With what the portal's cards say instead of a status. */
function changesOf({ data }: ToldRow): Changes {
  const changes = data.changes as Changes
  if (typeof changes.status !== 'string') return changes
  const isClosed = changes.status === 'closed'
  return { ...changes, closed: isClosed ? 'Y' : 'N', opened: isClosed ? 'N' : 'Y' }
}

function newTicketOf({ data, requesterName }: ToldRow): Own<'new_ticket'> {
  // As openedOf writes it.
  const opened = data as Omit<Own<'new_ticket'>, 'priority_label' | 'requester'> & { priority: Priority }
  return {
    title: opened.title,
    status: opened.status,
    stage_id: opened.stage_id,
    priority: opened.priority,
    priority_label: PRIORITY_LABELS['pt-BR'][opened.priority],
    category: opened.category,
    requester: requesterName,
    requester_id: opened.requester_id,
    department: opened.department,
    date_deadline: opened.date_deadline,
    version: opened.version,
  }
}
