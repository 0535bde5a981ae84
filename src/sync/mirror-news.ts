import { type TicketAudit, withoutPersonal } from '#src/db/audit.ts'
import { snake } from '#src/db/columns.ts'
import type { Tx } from '#src/db/connect.ts'
import { auditLog } from '#src/db/schema.ts'
import type { Tell } from '#src/db/tell.ts'
import { insertRows } from '#src/db/write-rows.ts'
import type { TicketId } from '#src/ids.ts'
import { openedOf } from '#src/tickets/opened.ts'
import type { TicketRow } from '#src/tickets/queries.ts'
import { tellMore } from '#src/tickets/ticket-change.ts'
import { localVisit } from '#src/visit.ts'
import type { Change } from './write-deals.ts'

const VISIT = localVisit('mirror')
const ALWAYS = {
  action: 'ticket-mirrored' satisfies TicketAudit,
  subject: 'ticket',
  address: VISIT.address,
  requestId: VISIT.requestId,
}
type Line = { subjectId: TicketId; before: object | null; after: object }
const AUDITED = ['action', 'subject', 'subjectId', 'before', 'after', 'address', 'requestId'] as const

/** Told as what people do here is told, by nobody. */
export function tellNews(news: readonly Change[], tell: Tell): void {
  for (const { row, before, after, seen } of news) {
    if (!row)
      tell({
        kind: 'ticket-opened',
        ticketId: after.id,
        actorId: null,
        data: { ...openedOf(after, 0), version: after.version },
      })
    else {
      const data = { changes: pick(after, seen), version: after.version }
      tell({ kind: 'ticket-changed', ticketId: after.id, actorId: null, data })
      tellMore(before, after, null, tell)
    }
  }
}

export async function recordNews(tx: Tx, news: readonly Change[]): Promise<void> {
  const lines = news.map(({ row, before, after, seen }) => ({
    subjectId: after.id,
    before: row && pick(before, seen),
    after: row ? pick(after, seen) : openedOf(after, 0),
  }))
  await recordLines(tx, lines)
}

/** Whatever their number: a deal can have more messages than a statement has parameters. */
export const recordLines = (tx: Tx, lines: readonly Line[]) =>
  insertRows(
    tx,
    auditLog,
    lines.map(({ subjectId, before, after }) => ({
      ...{ subjectId, before: withoutPersonal('ticket', before), after: withoutPersonal('ticket', after) },
      ...ALWAYS,
    })),
    AUDITED,
  )

const pick = (row: TicketRow, names: readonly (keyof TicketRow)[]) =>
  Object.fromEntries(names.map((name) => [snake(name), row[name]]))
