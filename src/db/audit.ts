import type { UserId } from '#src/ids.ts'
import type { Visit } from '#src/visit.ts'
import type { Db, Tx } from './connect.ts'
import { auditLog } from './schema.ts'

/** What the log calls all that happens to a ticket. Whoever shows it has a sentence for each. */
export type TicketAudit =
  | 'ticket-opened'
  | 'message-added'
  | 'ticket-changed'
  | 'ticket-change-refused'
  | 'ticket-pushed'
  | 'ticket-mirrored'
  | 'ticket-closed'
  | 'ticket-closed-by-time'
  | 'ticket-closing-announced'
  | 'ticket-reopened'
  | 'ticket-rated'
  | 'ticket-escalated'
  | 'ticket-assigned-by-turn'
  | 'ticket-snoozed'
  | 'ticket-woken'
  | 'ticket-linked'
  | 'ticket-unlinked'
  | 'ticket-merged'
  | 'ticket-unmerged'
  | 'ticket-split'
  | 'ticket-erased'
  | 'watchers-changed'
  | 'macro-applied'
  | 'rules-applied'
  | 'clocks-reckoned'
  | 'file-infected'
  | 'letter-returned'

type Change = About & {
  actorId: UserId | null
  subjectId: number
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  visit: Visit
}
type About = { subject: 'ticket'; action: TicketAudit } | { subject: OtherSubject; action: string }
type OtherSubject =
  | 'user'
  | 'session'
  | 'file'
  | 'job'
  | 'pipeline'
  | 'event'
  | 'category'
  | 'article'
  | 'reply'
  | 'assignment'
  | 'sla-calendar'
  | 'sla-policy'
  | 'rule'
  | 'permissions'

/** What people write, and what they are called: the log cannot be rewritten, so it never knows. */
const PERSONAL = new Set([
  ...['full_name', 'email', 'phone_number', 'matricula', 'title', 'description', 'resolution_notes'],
  ...['requester_name', 'requester_email', 'requester_phone', 'rating_feedback', 'filename'],
  ...['responsible', 'responsible_email'],
])
/** About whom there may be something personal; of others, what was written is the company's. */
const OF_PEOPLE = new Set(['user', 'session', 'ticket', 'file'])
const NOT_SAID = '…'

/** As the log keeps it: that something was there, or not, and is another now. */
export function withoutPersonal<T extends object>(subject: string, values: T | null | undefined): T | null {
  if (!values) return null
  if (!OF_PEOPLE.has(subject)) return values
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, shownOf(subject, name, value)]),
    // The same names.
  ) as T
}

function shownOf(subject: string, name: string, value: unknown): unknown {
  if (typeof value === 'string' && value !== '' && PERSONAL.has(name)) return NOT_SAID
  const isNested =
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
  return isNested ? withoutPersonal(subject, value) : value
}

/** In the transaction that makes the change, so that neither exists without the other. */
export async function recordChange(db: Db | Tx, { visit, before, after, ...change }: Change): Promise<void> {
  await db.insert(auditLog).values({
    ...change,
    before: withoutPersonal(change.subject, before),
    after: withoutPersonal(change.subject, after),
    address: visit.address,
    requestId: visit.requestId,
  })
}
