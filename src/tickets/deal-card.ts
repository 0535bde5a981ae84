import { z } from '@hono/zod-openapi'
import { CRM_STATUSES, STATUSES } from '#src/db/ticket-schema.ts'
import { PRIORITY_LABELS } from './priority.ts'
import type { TicketRow } from './queries.ts'

const text = () => z.string().nullable()

/** What the existing portal gets of every ticket, key by key; nulls are there and not left out. Behind `date_deadline` come ours. */
export const dealCardFields = {
  id: z.int(),
  deal_id: z.int().nullable().openapi({ description: 'null until the CRM has answered' }),
  title: z.string(),
  description: z.string(),
  stage_id: z.string(),
  opened: z.enum(['Y', 'N']),
  closed: z.enum(['Y', 'N']),
  created_by_id: text(),
  requester_department: text(),
  assignee_department: text(),
  service_category: text(),
  system_type: text(),
  priority: z.string().openapi({ example: 'Alto' }),
  matricula: text(),
  date_deadline: z.iso.datetime().nullable(),
  ticket_number: z.string().openapi({ example: 'TKT-20260115-00001' }),
  status: z.enum(STATUSES),
  version: z.int(),
  crm_status: z.enum(CRM_STATUSES),
}

export const DealCardCreate = z.object(dealCardFields).openapi('DealCardCreateSchema')
export type DealCardCreate = z.infer<typeof DealCardCreate>

type Shown = Omit<TicketRow, 'cpf' | 'crmSnapshot'>

export function showDealCard(row: Shown): DealCardCreate {
  const isClosed = row.status === 'closed'
  const createdBy = row.createdById ?? row.userId
  return {
    id: row.id,
    deal_id: row.dealId,
    title: row.title,
    description: row.description,
    stage_id: row.stageId,
    // D-07: derived, and not what the CRM calls so.
    opened: isClosed ? 'N' : 'Y',
    closed: isClosed ? 'Y' : 'N',
    created_by_id: createdBy === null ? null : String(createdBy),
    requester_department: row.requesterDepartment,
    assignee_department: row.assigneeDepartment,
    service_category: row.serviceCategory,
    system_type: row.systemType,
    priority: PRIORITY_LABELS['pt-BR'][row.priority],
    matricula: row.matricula,
    date_deadline: row.dateDeadline?.toISOString() ?? null,
    ticket_number: row.ticketNumber,
    status: row.status,
    version: row.version,
    crm_status: row.crmStatus,
  }
}
