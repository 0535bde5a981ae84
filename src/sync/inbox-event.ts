import { z } from '@hono/zod-openapi'
import { INBOX_ORIGINS, INBOX_STATES, type webhookInbox } from '#src/db/mirror-schema.ts'
import type { InboxId } from '#src/ids.ts'

/** An event of the CRM as it is kept, for those who look after the mirror. */
export const InboxEvent = z
  .object({
    id: z.int(),
    received_at: z.iso.datetime(),
    origin: z.enum(INBOX_ORIGINS),
    name: z.string().openapi({ description: 'As the CRM calls it' }),
    kind: z.string(),
    object_id: z.int().nullable(),
    deal_id: z.int().nullable(),
    state: z.enum(INBOX_STATES),
    attempts: z.int(),
    reason: z.string().nullable(),
    done_at: z.iso.datetime().nullable(),
  })
  .openapi('InboxEvent')
export type InboxEvent = z.output<typeof InboxEvent>

export const WholeInboxEvent = InboxEvent.extend({
  body: z.string().openapi({ description: 'As it came, without its token' }),
}).openapi('WholeInboxEvent')

const number = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
  .pipe(z.int().min(1))
  .openapi({ type: 'integer', minimum: 1 })

export const InboxIdParam = number.transform((id) => id as InboxId).openapi({ type: 'integer', minimum: 1 })

const moment = z.iso.datetime({ offset: true })
const common = {
  state: z.enum(INBOX_STATES).optional(),
  name: z.string().min(1).max(100).optional(),
  from: moment.optional().openapi({ description: 'Received then or later' }),
  to: moment.optional().openapi({ description: 'Received before' }),
}

/** Which events are meant; nothing named means all. */
export const EventFilter = z.object({ ...common, object_id: number.optional(), deal_id: number.optional() })
export type EventFilter = z.output<typeof EventFilter>

/** Those that wait or are routed are on their way already. */
export const ENDED_STATES = ['done', 'parked', 'ignored'] as const satisfies readonly InboxEvent['state'][]

export const MOST_REPLAYED = 10_000

export const EventCount = z
  .object({
    replayable: z.int().nonnegative(),
    is_more: z.boolean().openapi({ description: `There are more than ${MOST_REPLAYED}` }),
  })
  .openapi('EventCount')
export type EventCount = z.output<typeof EventCount>
const id = z.int().min(1).max(Number.MAX_SAFE_INTEGER)

export const ReplayRequest = z
  .strictObject({
    ...common,
    object_id: id.optional(),
    deal_id: id.max(2_147_483_647).optional(),
    after: id.optional().openapi({ description: 'Events behind this one: `last_id` of the answer before' }),
    limit: z.int().min(1).max(MOST_REPLAYED).default(1_000),
  })
  .refine(
    ({ limit: _limit, after: _after, ...rest }) => Object.values(rest).some((value) => value !== undefined),
    {
      params: { rule: 'required' },
      path: ['state'],
    },
  )
  .openapi('ReplayRequest')
export type ReplayRequest = z.output<typeof ReplayRequest>

export const Replayed = z
  .object({
    replayed: z.int(),
    last_id: z.int().nullable(),
    is_more: z.boolean().openapi({ description: 'There were more than the limit' }),
  })
  .openapi('Replayed')
export type Replayed = z.output<typeof Replayed>

type Row = typeof webhookInbox.$inferSelect

export const showEvent = (row: Omit<Row, 'body'>): InboxEvent => ({
  id: row.id,
  received_at: row.receivedAt.toISOString(),
  origin: row.origin,
  name: row.name,
  kind: row.kind,
  object_id: row.objectId,
  deal_id: row.dealId,
  state: row.state,
  attempts: row.attempts,
  reason: row.reason,
  done_at: row.doneAt?.toISOString() ?? null,
})
