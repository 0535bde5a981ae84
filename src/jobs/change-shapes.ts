import { z } from 'zod'
import { PRIORITIES, STATUSES } from '#src/db/ticket-schema.ts'
import type { CategoryId, CrmUserId, UserId } from '#src/ids.ts'
import { id } from './id-shape.ts'

/** What the CRM shows of a ticket, apart from what it was opened with. */
export const CRM_PARTS = [
  'stage',
  'responsible',
  'title',
  'priority',
  'deadline',
  'category',
  'department',
  'rating',
  /** Who asked, and for what. */
  'requester',
] as const
export type CrmPart = (typeof CRM_PARTS)[number]

/** What somebody of the team wants otherwise, with all found that has to be looked for. */
export const TicketChange = z
  .strictObject({
    status: z.enum(STATUSES),
    /** Of the CRM; what it means is the status then. */
    stageId: z.string(),
    /** Open it again, which `status` alone does not do to what is closed. */
    isReopened: z.literal(true),
    closeReason: z.literal('failed'),
    priority: z.enum(PRIORITIES),
    category: z.strictObject({ id: id<CategoryId>(), slug: z.string(), label: z.string() }).nullable(),
    assignee: z
      .strictObject({
        userId: id<UserId>(),
        crmId: id<CrmUserId>().nullable(),
        name: z.string(),
        email: z.string(),
      })
      .nullable(),
    department: z.string().nullable(),
    title: z.string(),
    tags: z.array(z.string()),
    resolutionNotes: z.string().nullable(),
  })
  .partial()
export type TicketChange = z.output<typeof TicketChange>

/** What somebody says with a change of theirs. */
export const SaidWith = z.strictObject({
  text: z.string(),
  /** For the team alone. */
  isInternal: z.boolean().optional(),
  /** How its author named it, so that it is said once. */
  clientId: z.string().optional(),
  /** The ticket goes on as by any reply of theirs. */
  movesOn: z.boolean().optional(),
})
export type SaidWith = z.output<typeof SaidWith>
