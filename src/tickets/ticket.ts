import { z } from '@hono/zod-openapi'
import { type Caller, isInCopy, isOfTheTeam } from '#src/auth/access.ts'
import { CRM_STATUSES, type categories, PRIORITIES, STATUSES } from '#src/db/ticket-schema.ts'
import type { TicketId } from '#src/ids.ts'
import type { Locale } from '#src/locale.ts'
import { Sla } from '#src/sla/show-sla.ts'
import { PendingChange } from './pending-changes.ts'
import { PRIORITY_LABELS } from './priority.ts'
import type { ListedTicket as ListedRow } from './queries.ts'

const moment = () => z.iso.datetime()

/** In URLs: an integer that Postgres can hold. */
export const TicketIdParam = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(2_147_483_647))
  .transform((id) => id as TicketId)
  .openapi({ type: 'integer', minimum: 1, maximum: 2_147_483_647, example: 1 })

/** A ticket as /api/v1 shows it. `id` is ours, `deal_id` the CRM's, null until the CRM has answered. */
export const Ticket = z
  .object({
    id: z.int(),
    deal_id: z.int().nullable(),
    ticket_number: z.string().openapi({ example: 'TKT-20260115-00001' }),
    title: z.string(),
    description: z.string(),
    status: z.enum(STATUSES),
    close_reason: z.string().nullable(),
    stage_id: z.string(),
    pipeline_id: z.int(),
    priority: z.enum(PRIORITIES),
    priority_label: z.string(),
    category: z.string().nullable().openapi({ description: 'Its slug' }),
    category_label: z.string().nullable(),
    system_type: z.string().nullable(),
    requester: z.object({
      id: z.int().nullable(),
      name: z.string().nullable(),
      email: z.string().nullable(),
      phone: z.string().nullable(),
      department: z.string().nullable(),
      filial: z.string().nullable(),
      matricula: z.string().nullable(),
    }),
    filed_by: z.int().nullable(),
    watcher_ids: z.array(z.int()).openapi({ description: 'Who follows it besides' }),
    merged_into_id: z.int().nullable().openapi({ description: 'The ticket in which its history goes on' }),
    assignee: z
      .object({
        id: z.int().nullable(),
        crm_id: z.int().nullable(),
        name: z.string().nullable(),
        email: z.string().nullable(),
      })
      .nullable(),
    department: z.string().nullable().openapi({ description: 'That it is assigned to' }),
    tags: z.array(z.string()),
    related: z.object({ type: z.string(), id: z.string() }).nullable(),
    custom: z.record(z.string(), z.unknown()).nullable(),
    date_deadline: moment().nullable(),
    sla: Sla,
    created_at: moment(),
    updated_at: moment(),
    assigned_at: moment().nullable(),
    first_response_at: moment().nullable(),
    resolved_at: moment().nullable(),
    closed_at: moment().nullable(),
    reopen_count: z.int(),
    resolution_notes: z.string().nullable(),
    rating: z.int().nullable(),
    rating_feedback: z.string().nullable(),
    rated_at: moment().nullable(),
    is_unread: z.boolean().openapi({ description: 'For whoever asks' }),
    is_read_by_user: z.boolean(),
    is_read_by_admin: z.boolean(),
    message_count: z.int(),
    snoozed_until: moment().nullable().openapi({ description: 'For the team: put off until then' }),
    version: z.int().openapi({ description: 'For If-Match' }),
    crm_status: z.enum(CRM_STATUSES),
    crm_presence: z
      .enum(['there', 'deleted', 'left'])
      .openapi({ description: 'Deleted in the CRM, or moved there to where it is none of ours' }),
    crm_error: z.string().nullable().openapi({ description: 'For the team' }),
  })
  .openapi('Ticket')
export type Ticket = z.infer<typeof Ticket>

/** In lists what is there is counted, and not shown. */
export const ListedTicket = Ticket.extend({
  file_count: z.int(),
  note_count: z.int().openapi({ description: 'Internal notes, for the team; 0 for everybody else' }),
  pending_changes: z
    .array(PendingChange)
    .openapi({ description: 'For the team: what was asked of the CRM and is not answered yet' }),
}).openapi('ListedTicket')
export type ListedTicket = z.infer<typeof ListedTicket>

type CategoryRow = Pick<typeof categories.$inferSelect, 'slug' | 'labels'>
type For = {
  caller: Caller
  locale: Locale
  category: CategoryRow | null
  sla: Sla
  /** Those that are unread for whoever is in copy: see unread-in-copy.ts. Whoever opens or changes a ticket is not. */
  unread?: ReadonlySet<TicketId>
}

export function showTicket(row: ListedRow, { caller, locale, category, sla, unread }: For): Ticket {
  const iso = (at: Date | null) => at?.toISOString() ?? null
  const isTeam = isOfTheTeam(caller)
  const hasAssignee = row.responsibleId !== null || row.responsibleCrmId !== null
  return {
    id: row.id,
    deal_id: row.dealId,
    ticket_number: row.ticketNumber,
    title: row.title,
    description: row.description,
    status: row.status,
    close_reason: row.closeReason,
    stage_id: row.stageId,
    pipeline_id: row.pipelineId,
    priority: row.priority,
    priority_label: PRIORITY_LABELS[locale][row.priority],
    category: category?.slug ?? null,
    category_label: category?.labels[locale] ?? row.serviceCategory,
    system_type: row.systemType,
    requester: {
      id: row.userId,
      name: row.requesterName,
      email: row.requesterEmail,
      phone: row.requesterPhone,
      department: row.requesterDepartment,
      filial: row.filial,
      matricula: row.matricula,
    },
    filed_by: row.filedById,
    watcher_ids: row.watcherIds,
    merged_into_id: row.mergedIntoId,
    assignee: hasAssignee
      ? {
          id: row.responsibleId,
          crm_id: row.responsibleCrmId,
          name: row.responsible,
          email: row.responsibleEmail,
        }
      : null,
    department: row.assigneeDepartment,
    tags: row.tags,
    related: row.related,
    custom: row.custom,
    date_deadline: iso(row.dateDeadline),
    sla,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    assigned_at: iso(row.assignedAt),
    first_response_at: iso(row.firstResponseAt),
    resolved_at: iso(row.resolvedAt),
    closed_at: iso(row.closedAt),
    reopen_count: row.reopenCount,
    resolution_notes: row.resolutionNotes,
    rating: row.rating,
    rating_feedback: row.ratingFeedback,
    rated_at: iso(row.ratedAt),
    is_unread: isUnreadFor(row, caller, unread),
    is_read_by_user: !row.isUnread,
    is_read_by_admin: !row.isUnreadByTeam,
    message_count: row.messageCount,
    snoozed_until: isTeam ? iso(row.snoozedUntil) : null,
    version: row.version,
    crm_status: row.crmStatus,
    crm_presence: row.crmDeletedAt ? 'deleted' : row.crmLeftAt ? 'left' : 'there',
    crm_error: isTeam ? row.crmError : null,
  }
}

/** Marks are of the requester and of the team, who have to act; whoever is in copy has one of their own. */
function isUnreadFor(row: ListedRow, caller: Caller, unread: For['unread']): boolean {
  if (row.userId === caller.userId) return row.isUnread
  return isInCopy(caller, row) ? (unread?.has(row.id) ?? false) : row.isUnreadByTeam
}
