import { sql } from 'drizzle-orm'
import type { ActivityKind, ActivitySource } from '#src/db/activity-schema.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { deals, type Priority, type Status } from '#src/db/ticket-schema.ts'
import type { TicketId } from '#src/ids.ts'
import type { Clocked, Happened } from './clocked.ts'
import { clocksOf } from './clocks-of.ts'
import type { PolicyBook } from './policy-book.ts'
import { saidOf } from './said-of.ts'
import { withLines } from './with-lines.ts'

/**
 * What happened to tickets of which no history was kept: those from before there was one, and those that were taken over from the
 * CRM in bulk. As well as it can be told from their rows, what was said on them, and the audit log.
 */
export async function deriveHistories(
  tx: Db | Tx,
  ticketIds: readonly TicketId[],
  book: PolicyBook,
): Promise<Map<TicketId, Happened[]>> {
  if (ticketIds.length === 0) return new Map()
  const ids = sql`any(${`{${ticketIds.join(',')}}`}::int[])`
  const [rows, changes, messages] = await Promise.all([
    tx.select(ROW).from(deals).where(sql`${deals.id} = ${ids}`),
    tx.execute<Change>(sql`
      select subject_id as "ticketId", extract(epoch from at)::float8 * 1000 as "atMs",
        before->>'status' as "statusBefore", after->>'status' as status,
        before->>'priority' as "priorityBefore", after->>'priority' as priority
      from audit_log where subject = 'ticket' and subject_id = ${ids} and before is not null
        and (after->>'status' is not null or after->>'priority' is not null)
      order by id`),
    tx.execute<Message>(sql`
      select ticket_id as "ticketId", extract(epoch from created_at)::float8 * 1000 as "atMs", kind, source, direction,
        is_internal as "isInternal", subject, author_user_id as "authorUserId"
      from activities where ticket_id = ${ids} and not is_internal order by created_at, id`),
  ])
  const changesOf = Map.groupBy(changes, ({ ticketId }) => ticketId)
  const messagesOf = Map.groupBy(messages, ({ ticketId }) => ticketId)
  return new Map(
    rows.map((row) => [
      row.id,
      deriveOne(row, { changes: changesOf.get(row.id) ?? [], messages: messagesOf.get(row.id) ?? [] }, book),
    ]),
  )
}

const ROW = {
  id: deals.id,
  userId: deals.userId,
  status: deals.status,
  priority: deals.priority,
  categoryId: deals.categoryId,
  assigneeDepartment: deals.assigneeDepartment,
  requesterDepartment: deals.requesterDepartment,
  createdAt: deals.createdAt,
  dateDeadline: deals.dateDeadline,
  resolvedAt: deals.resolvedAt,
  closedAt: deals.closedAt,
  crmDeletedAt: deals.crmDeletedAt,
  crmLeftAt: deals.crmLeftAt,
  mergedIntoId: deals.mergedIntoId,
}
type Row = Clocked & { userId: number | null; resolvedAt: Date | null; closedAt: Date | null }
type Change = {
  ticketId: TicketId
  atMs: number
  statusBefore: Status | null
  status: Status | null
  priorityBefore: Priority | null
  priority: Priority | null
}
type Message = {
  ticketId: TicketId
  atMs: number
  kind: ActivityKind
  source: ActivitySource
  direction: 'incoming' | 'outgoing' | null
  isInternal: boolean
  subject: string | null
  authorUserId: number | null
}

function deriveOne(
  row: Row,
  { changes, messages }: { changes: readonly Change[]; messages: readonly Message[] },
  book: PolicyBook,
): Happened[] {
  const { createdAt } = row
  const at = (atMs: number) => new Date(Math.max(atMs, createdAt.getTime()))
  const statuses = changes.flatMap(({ atMs, status }) =>
    status === null ? [] : [{ kind: 'status' as const, data: { to: status }, at: at(atMs) }],
  )
  const priorities = changes.flatMap(({ atMs, priority }) =>
    priority === null ? [] : [{ kind: 'priority' as const, data: { to: priority }, at: at(atMs) }],
  )
  const first = {
    status: changes.find(({ status }) => status !== null)?.statusBefore ?? 'open',
    priority: changes.find(({ priority }) => priority !== null)?.priorityBefore ?? row.priority,
  }
  const policy = book.policyOf(row)
  const last = statuses.at(-1)?.data.to ?? first.status
  const movedAt = row.closedAt ?? row.resolvedAt ?? createdAt
  const goneAt = row.crmDeletedAt ?? row.crmLeftAt
  const events: Happened[] = [
    { kind: 'created', data: first, at: createdAt },
    ...(policy ? [{ kind: 'policy' as const, data: policy, at: createdAt }] : []),
    ...statuses,
    ...priorities,
    // It stood so when it was read for the first time.
    ...(last === row.status
      ? []
      : [{ kind: 'status' as const, data: { to: row.status }, at: at(movedAt.getTime()) }]),
    ...messages.flatMap(({ atMs, ...message }) => {
      const kind = atMs <= createdAt.getTime() ? null : saidOf(message, row.userId)
      return kind ? [{ kind, data: {}, at: new Date(atMs) } as const] : []
    }),
    ...(goneAt ? [{ kind: 'moved-out' as const, data: {}, at: at(goneAt.getTime()) }] : []),
  ]
  return [...events, ...deadlineByHand(row, events)]
}

const SAME_MS = 1_000

/** A deadline that follows from nothing that we know was set by a person. */
function deadlineByHand({ dateDeadline, createdAt }: Row, events: readonly Happened[]): Happened[] {
  if (dateDeadline === null) return []
  const until = new Date(Math.max(...events.map(({ at }) => at.getTime())))
  const { resolution } = clocksOf(withLines([], events), until)
  const apartMs = Math.abs((resolution.dueAt?.getTime() ?? 0) - dateDeadline.getTime())
  if (apartMs < SAME_MS) return []
  return [{ kind: 'deadline-set', data: { dueAt: dateDeadline.toISOString() }, at: createdAt }]
}
