import type { FormMeta, Ticket } from '../tickets/ticket-api.ts'

export type AfterClosing = {
  canReopen: boolean
  /** What an answer does: is said, opens it again, begins a new ticket, is not taken. */
  reply: 'said' | 'reopens' | 'begins' | 'refused'
}

const DAY_MS = 24 * 3_600_000

/** What whoever asked for help can still do about it; the gateway decides, and this says it before. */
export function afterClosing(
  { status, closed_at }: Pick<Ticket, 'status' | 'closed_at'>,
  rules: FormMeta['closed'] | undefined,
  now: Date,
): AfterClosing {
  if (status === 'resolved') return { canReopen: true, reply: 'reopens' }
  if (status !== 'closed') return { canReopen: false, reply: 'said' }
  if (!rules) return { canReopen: true, reply: 'said' }
  const canReopen = closed_at === null || now.getTime() - Date.parse(closed_at) <= rules.reopen_days * DAY_MS
  if (rules.reply === 'reject') return { canReopen, reply: 'refused' }
  return { canReopen, reply: rules.reply === 'reopen' && canReopen ? 'reopens' : 'begins' }
}
