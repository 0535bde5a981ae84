import type { TicketRow } from './queries.ts'

/** What is told of a new ticket, whoever opened it and wherever. */
export const openedOf = (row: TicketRow, files: number) => ({
  ticket_number: row.ticketNumber,
  title: row.title,
  status: row.status,
  stage_id: row.stageId,
  priority: row.priority,
  category: row.serviceCategory,
  requester_id: row.userId,
  filed_by: row.filedById,
  assignee_id: row.responsibleId,
  assignee_crm_id: row.responsibleCrmId,
  department: row.assigneeDepartment,
  date_deadline: row.dateDeadline?.toISOString() ?? null,
  files,
})
