import { z } from '@hono/zod-openapi'
import type { LinkKind } from '#src/db/link-schema.ts'
import { PRIORITIES, STATUSES } from '#src/db/ticket-schema.ts'
import type { LinkId, TicketId } from '#src/ids.ts'

/** What one ticket is to another, seen from the first. */
export const RELATIONS = [
  'duplicate_of',
  'has_duplicate',
  'follow_up_of',
  'has_follow_up',
  'parent_of',
  'child_of',
  'related_to',
] as const
export type Relation = (typeof RELATIONS)[number]

/** How a relation is kept: `isFrom` says whether the ticket from which it is seen stands first. */
const KEPT: Record<Relation, { kind: LinkKind; isFrom: boolean }> = {
  duplicate_of: { kind: 'duplicate', isFrom: true },
  has_duplicate: { kind: 'duplicate', isFrom: false },
  follow_up_of: { kind: 'follow_up', isFrom: true },
  has_follow_up: { kind: 'follow_up', isFrom: false },
  parent_of: { kind: 'parent', isFrom: true },
  child_of: { kind: 'parent', isFrom: false },
  related_to: { kind: 'related', isFrom: true },
}

type Ends = { kind: LinkKind; fromId: TicketId; toId: TicketId }

export function endsOf(ticketId: TicketId, relation: Relation, otherId: TicketId): Ends {
  const { kind, isFrom } = KEPT[relation]
  const [fromId, toId] = isFrom ? [ticketId, otherId] : [otherId, ticketId]
  // Nobody is the first of two that are only related, so that it cannot be said twice.
  return kind === 'related' && fromId > toId ? { kind, fromId: toId, toId: fromId } : { kind, fromId, toId }
}

export function relationOf(ticketId: TicketId, { kind, fromId }: Pick<Ends, 'kind' | 'fromId'>): Relation {
  const isFrom = kind === 'related' || fromId === ticketId
  const found = RELATIONS.find((one) => KEPT[one].kind === kind && KEPT[one].isFrom === isFrom)
  if (!found) throw new Error(`a link of the kind ${kind} has no name`)
  return found
}

export const TicketLink = z
  .object({
    id: z.int(),
    relation: z
      .enum(RELATIONS)
      .openapi({ description: 'What the ticket that was asked about is to `ticket`' }),
    ticket: z.object({
      id: z.int(),
      deal_id: z.int().nullable(),
      ticket_number: z.string(),
      title: z.string(),
      status: z.enum(STATUSES),
      priority: z.enum(PRIORITIES),
    }),
    made_by: z.object({ id: z.int(), name: z.string() }).nullable(),
    created_at: z.iso.datetime(),
  })
  .openapi('TicketLink')
export type TicketLink = z.infer<typeof TicketLink>

export const TicketLinks = z
  .object({
    items: z.array(TicketLink),
    children: z.object({ total: z.int(), solved: z.int() }).openapi({
      description: 'Of those that this ticket is the parent of: how many are resolved or closed',
    }),
  })
  .openapi('TicketLinks')
export type TicketLinks = z.infer<typeof TicketLinks>

export const NewLink = z
  .strictObject({
    relation: z.enum(RELATIONS),
    other_id: z
      .int()
      .min(1)
      .max(2_147_483_647)
      .transform((id) => id as TicketId)
      .openapi({ type: 'integer', description: 'The other one' }),
  })
  .openapi('NewTicketLink')
export type NewLink = z.output<typeof NewLink>

/** In URLs: an integer that Postgres can hold. */
export const LinkIdParam = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(2_147_483_647))
  .transform((id) => id as LinkId)
  .openapi({ type: 'integer', minimum: 1, maximum: 2_147_483_647, example: 1 })
