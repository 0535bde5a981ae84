import type { Tx } from '#src/db/connect.ts'
import { auditLog } from '#src/db/schema.ts'
import type { Tell } from '#src/db/tell.ts'
import { snake, type TicketRow } from '#src/tickets/queries.ts'
import { tellMore } from '#src/tickets/ticket-change.ts'
import { localVisit } from '#src/visit.ts'
import type { Change } from './write-deals.ts'
import { insertRows } from './write-rows.ts'

const VISIT = localVisit('mirror')
const AUDITED = ['action', 'subject', 'subjectId', 'before', 'after', 'address', 'requestId'] as const

/** Told as what people do here is told, by nobody. */
export function tellNews(news: readonly Change[], tell: Tell): void {
  for (const { row, before, after, seen } of news) {
    if (!row) tell({ kind: 'ticket-opened', ticketId: after.id, actorId: null, data: openedOf(after) })
    else {
      const data = { changes: pick(after, seen), version: after.version }
      tell({ kind: 'ticket-changed', ticketId: after.id, actorId: null, data })
      tellMore(before, after, null, tell)
    }
  }
}

export async function recordNews(tx: Tx, news: readonly Change[]): Promise<void> {
  const lines = news.map(({ row, before, after, seen }) => ({
    action: 'ticket-mirrored',
    subject: 'ticket',
    subjectId: after.id,
    before: row && pick(before, seen),
    after: row ? pick(after, seen) : openedOf(after),
    address: VISIT.address,
    requestId: VISIT.requestId,
  }))
  await insertRows(tx, auditLog, lines, AUDITED)
}

const pick = (row: TicketRow, names: readonly (keyof TicketRow)[]) =>
  Object.fromEntries(names.map((name) => [snake(name), row[name]]))

const openedOf = (row: TicketRow) => ({
  ticket_number: row.ticketNumber,
  title: row.title,
  status: row.status,
  stage_id: row.stageId,
  priority: row.priority,
  category: row.serviceCategory,
  requester_id: row.userId,
  filed_by: null,
  assignee_crm_id: row.responsibleCrmId,
  department: row.assigneeDepartment,
  date_deadline: row.dateDeadline?.toISOString() ?? null,
  files: 0,
  version: row.version,
})
