import { z } from '@hono/zod-openapi'
import { STATUSES } from '#src/db/ticket-schema.ts'
import { TicketFilter } from '#src/tickets/ticket-filter.ts'

/** What was closed before is looked up, and not looked at. */
export const CLOSED_DAYS = 7

export const BoardQuery = TicketFilter.omit({ stage_id: true })

export const BoardColumn = z
  .object({
    stage_id: z.string(),
    pipeline_id: z.int(),
    name: z.string(),
    color: z.string().nullable().openapi({ example: '#39A8EF' }),
    outcome: z.enum(['open', 'won', 'lost']),
    status: z.enum(STATUSES).openapi({ description: 'What a ticket in this column is' }),
    close_reason: z.string().nullable(),
    is_listed: z
      .boolean()
      .openapi({ description: 'False: the CRM has no such stage any more, and tickets still stand in it' }),
    count: z.int(),
    at_risk: z.int(),
    late: z.int(),
    oldest_at: z.iso
      .datetime()
      .nullable()
      .openapi({ description: 'When the oldest of its tickets was filed' }),
  })
  .openapi('BoardColumn')
export type BoardColumn = z.infer<typeof BoardColumn>

export const Board = z
  .object({
    columns: z.array(BoardColumn).openapi({ description: 'In the order of the CRM, by pipeline' }),
    closed_within_days: z.int().openapi({
      description: 'For GET /api/v1/tickets?stage_id=, so that its cards are those that were counted',
    }),
  })
  .openapi('Board')
export type Board = z.infer<typeof Board>
