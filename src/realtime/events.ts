import type { TicketDetail } from '#src/tickets/read-ticket.ts'

/** What is said in rooms, both ways, as it goes over the wire: docs/rooms.md. The web app and tests take these types. */

export type ServerToClient = { [Name in EventName]: (payload: Payloads[Name]) => void } & {
  [Name in keyof SmallPayloads]: (payload: SmallPayloads[Name]) => void
}
export type ClientToServer = {
  join_deal(which: WhichTicket & Since, answer: Answer<Joined>): void
  join_ticket(which: WhichTicket & Since, answer: Answer<Joined>): void
  leave_deal(which: WhichTicket, answer?: Answer<object>): void
  leave_ticket(which: WhichTicket, answer?: Answer<object>): void
  join_dashboard(since: Since, answer: Answer<Entered>): void
  admin_join_ticket_monitor(since: Since, answer: Answer<Entered>): void
  sync(since: Required<Since>, answer: Answer<Entered>): void
  typing(typing: WhichTicket & Typing, answer?: Answer<object>): void
  'ticket:typing'(typing: WhichTicket & Typing, answer?: Answer<object>): void
  read(read: WhichTicket & { last_message_id?: number }, answer?: Answer<object>): void
}

/** By the CRM's number or by ours; before the CRM has answered there is only ours. */
export type WhichTicket = { deal_id: number } | { ticket_id: number }
/** With it, what was told since then comes in place of a snapshot. */
export type Since = { since_seq?: number }
export type Answer<T> = (answer: ({ ok: true } & T) | Refused) => void
export type Refused = { ok: false; code: string }

/** From here on everything is told that comes after `seq`. */
export type Entered = {
  seq: number
  /** There is too much to tell, or it is told no more: read afresh what you show. */
  resync?: true
}
/** The ticket as GET /api/v1/tickets/{id} shows it; left out where the gap was told instead. */
export type Joined = Entered & PeopleThere & { id: number; deal_id: number | null; snapshot?: TicketDetail }

export type Actor = { id: number; name: string | null }
/** What every event has. */
export type Told<Name extends string = string> = {
  event: Name
  /** Later is greater, over all rooms. */
  seq: number
  at: string
  /** Ours; `deal_id` is the CRM's, null until it has answered. */
  id: number
  deal_id: number | null
  ticket_number: string
  /** Null: the CRM, or nobody. */
  actor: Actor | null
}

export type Payloads = {
  new_comment: Told<'new_comment'> & { activity: Activity }
  new_activity: Told<'new_activity'> & { activity: Activity }
  deal_updated: Told<'deal_updated'> & { changes: Changes; version?: number }
  ticket_updated: Told<'ticket_updated'> & { changes: Changes; version?: number }
  new_ticket: Told<'new_ticket'> & NewTicket
  ticket_assigned: Told<'ticket_assigned'> & { assignee: { id: number | null; name: string } | null }
  priority_changed: Told<'priority_changed'> & {
    from: string
    to: string
    date_deadline: string | null
    is_higher: boolean
  }
  /** What it is to other tickets: read it anew. */
  links_changed: Told<'links_changed'>
  /** Its history goes on in another ticket, or that of another one does here. */
  merged: Told<'merged'> & { into: OtherTicket | null; from: OtherTicket | null }
  ticket_read: Told<'ticket_read'> & { user_id: number; last_read_message_id: number; by_team: boolean }
  sync_state: Told<'sync_state'> & SyncState
  sla_warning: Told<'sla_warning'> & SlaNews
  sla_breached: Told<'sla_breached'> & SlaNews
  notification: Told<'notification'> & NoticeNews
}
export type EventName = keyof Payloads

/** Small things: of the moment, without a number, and told again to nobody. */
export type SmallPayloads = {
  typing: Small<'typing'> & Required<Typing> & { actor: { id: number; name: string } }
  /** Everybody who is there now, each person once however many tabs and devices they have. */
  presence: Small<'presence'> & PeopleThere
}
type Small<Name extends string> = { event: Name; at: string; id: number; deal_id: number | null }
export type Typing = {
  /** `start` is said again every 3 seconds while they write; without that it ends by itself. */
  state: 'start' | 'stop'
  /** A note: told to the team alone. */
  is_internal?: boolean
}
export type PeopleThere = {
  people: { id: number; name: string; state: 'looking' | 'writing'; is_internal: boolean }[]
  /** `people` has 50 at the most. */
  people_count: number
}

/** What is different now, whole values under the names of /api/v1 and of the portal's cards. */
export type Changes = Record<string, unknown> & {
  /** A message that is different now, as a whole. */
  activity?: Activity
  /** The number of one that is gone. */
  removed_activity?: number
}

export type Activity = {
  id: number
  /** Of the CRM; null until it has it. */
  activity_id: number | null
  /** As the portal numbers them: 2 is a comment, 4 a mail. */
  type_id: string
  kind: string
  description: string
  /** `description` is only its beginning. */
  is_cut: boolean
  /** There is a formatted body too: read the message. */
  has_html: boolean
  subject: string | null
  direction: string | null
  is_internal: boolean
  source: string
  responsible_name: string | null
  author: { id: number | null; name: string | null }
  /** As its author's client named it. */
  client_id: string | null
  files: { id: number; filename: string; size: number; mime: string; file_url: string }[]
  /** Of the CRM: on their way, or not to be had. */
  absent_files: { id: string; filename: string | null; state: string }[]
  created_at: string
  edited_at: string | null
}

export type NewTicket = {
  title: string
  status: string
  stage_id: string
  priority: string
  /** As people of the existing portal read it. */
  priority_label: string
  category: string | null
  requester: string | null
  requester_id: number | null
  department: string | null
  date_deadline: string | null
  version: number
}
/** How the ticket stands with the CRM, or, for the team, what the CRM has not answered in time, or would not have. */
export type SyncState = {
  crm_status?: string
  pending?: { changes: Record<string, unknown> }
  /** `reason`: in the words of the CRM, if it gave any. */
  rejected?: { code: string; changes: Record<string, unknown>; reason?: string }
}
export type OtherTicket = { id: number; deal_id: number | null; ticket_number: string }
/** For one person: there is a notice more, or some that were unread are not; GET /api/v1/notifications has them. */
export type NoticeNews = { about: 'ticket' | 'sla' | 'read'; kind?: string } & Record<string, unknown>
export type SlaNews = { target: string; due_at: string; level: string } & Record<string, unknown>
