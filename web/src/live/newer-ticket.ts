import type { Changes } from '../../../src/realtime/events.ts'
import type { Ticket } from '../tickets/ticket-api.ts'

/** Who reads: what is unread is another thing for the requester and for the team. */
export type Reader = { id: number; isTeam: boolean }

/**
 * The ticket with what was told of it, unless it is newer itself. What comes by itself (a deadline, an unread mark) is told under the
 * version that was there before, so the same version is no older one. News without a version say nothing of the rest.
 */
export function newerTicket<T extends Ticket>(
  ticket: T,
  changes: Changes,
  version: number | null,
  reader: Reader,
): T {
  if (version !== null && version < ticket.version) return ticket
  // What the existing portal is told besides is none of a ticket's.
  const known = Object.entries(changes).filter(([name]) => name in ticket && !NOT_PLAIN.has(name))
  return {
    ...ticket,
    ...Object.fromEntries(known),
    ...assigneeOf(ticket, changes),
    ...('assignee_department' in changes && { department: textOf(changes.assignee_department) }),
    ...unreadOf(ticket, changes, reader),
    version: version ?? ticket.version,
  }
}

/** Of the same name, and something else. */
const NOT_PLAIN = new Set(['is_unread', 'department', 'category', 'requester', 'assignee', 'sla', 'custom'])

function assigneeOf({ assignee }: Ticket, changes: Changes): Pick<Ticket, 'assignee'> | null {
  const names = ['responsible_id', 'responsible_crm_id', 'responsible', 'responsible_email']
  if (!names.some((name) => name in changes)) return null
  const take = <V>(name: string, before: V | undefined) =>
    (name in changes ? changes[name] : (before ?? null)) as V | null
  const next = {
    id: take('responsible_id', assignee?.id),
    crm_id: take('responsible_crm_id', assignee?.crm_id),
    name: take('responsible', assignee?.name),
    email: take('responsible_email', assignee?.email),
  }
  return { assignee: next.id === null && next.crm_id === null ? null : next }
}

function unreadOf(ticket: Ticket, changes: Changes, { id, isTeam }: Reader): Partial<Ticket> {
  const { is_unread: byUser, is_unread_by_team: byTeam } = changes
  // Whoever is in copy has a mark of their own, which nobody tells: it is asked for.
  const seen = ticket.requester.id === id ? byUser : isTeam ? byTeam : undefined
  return {
    ...(typeof seen === 'boolean' && { is_unread: seen }),
    ...(typeof byUser === 'boolean' && { is_read_by_user: !byUser }),
    ...(typeof byTeam === 'boolean' && { is_read_by_admin: !byTeam }),
  }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : null)
