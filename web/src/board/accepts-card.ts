import type { BoardColumn } from './board-queries.ts'
import type { BoardTicket } from './board-ticket-type.ts'

/** A deal stays in its pipeline, and what is over is opened again where work begins. */
export function acceptsCard(column: BoardColumn, ticket: BoardTicket): boolean {
  if (column.stage_id === ticket.stage_id) return true
  if (!column.is_listed || column.pipeline_id !== ticket.pipeline_id || ticket.crm_presence !== 'there')
    return false
  return ticket.status !== 'closed' || column.status === 'open' || column.status === 'closed'
}
