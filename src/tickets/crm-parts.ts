import type { CrmPart } from '#src/jobs/change-shapes.ts'
import type { DealChange } from '#src/providers/crm-provider.ts'
import { PRIORITY_LABELS } from './priority.ts'
import type { TicketRow } from './queries.ts'

const COLUMNS: Record<CrmPart, readonly (keyof TicketRow)[]> = {
  stage: ['stageId'],
  responsible: ['responsibleCrmId'],
  title: ['title'],
  priority: ['priority'],
  deadline: ['dateDeadline'],
  category: ['serviceCategory'],
  department: ['assigneeDepartment'],
  rating: ['rating', 'ratingFeedback'],
  requester: ['description', 'requesterName', 'requesterEmail', 'requesterPhone', 'matricula', 'cpf'],
}
const PARTS = Object.keys(COLUMNS) as CrmPart[]

/** What the CRM would show otherwise if it showed `after` instead of `before`. It knows no deal of nobody. */
export const differingParts = (before: TicketRow, after: TicketRow): CrmPart[] =>
  PARTS.filter((part) => {
    if (part === 'responsible' && after.responsibleCrmId === null) return false
    // Whoever does not know the stages yet cannot name another one.
    if (part === 'stage' && isClosed(before) !== isClosed(after)) return true
    return COLUMNS[part].some((name) => plain(before[name]) !== plain(after[name]))
  })

const isClosed = ({ status }: TicketRow) => status === 'closed'

const plain = (value: unknown) => (value instanceof Date ? value.getTime() : value)

/** These parts of a deal as the row has them. */
export function dealChangeOf(row: TicketRow, parts: readonly CrmPart[]): DealChange {
  const has = (part: CrmPart) => parts.includes(part)
  const { responsibleCrmId } = row
  return {
    ...(has('stage') && { stageId: row.stageId }),
    ...(has('title') && { title: row.title }),
    ...(has('responsible') && responsibleCrmId !== null && { responsibleId: responsibleCrmId }),
    fields: {
      ...(has('priority') && { priority: PRIORITY_LABELS['pt-BR'][row.priority] }),
      ...(has('deadline') && { deadline: row.dateDeadline?.toISOString() ?? null }),
      ...(has('category') && { category: row.serviceCategory }),
      ...(has('department') && { assigneeDepartment: row.assigneeDepartment }),
      ...(has('rating') && { rating: row.rating?.toString() ?? null, ratingComment: row.ratingFeedback }),
      ...(has('requester') && {
        description: row.description,
        requesterName: row.requesterName,
        requesterEmail: row.requesterEmail,
        requesterPhone: row.requesterPhone,
        matricula: row.matricula,
        // Only ever taken away: a new one goes with the ticket itself.
        ...(row.cpf === null && { cpf: null }),
      }),
    },
  }
}
