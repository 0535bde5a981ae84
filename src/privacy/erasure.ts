import { z } from '@hono/zod-openapi'
import type { erasures } from '#src/db/privacy-schema.ts'

export const Reason = z.string().trim().min(3).max(500)

/** That somebody was taken out of all that is here. */
export const Erasure = z
  .object({
    id: z.int(),
    user_id: z.int(),
    asked_by: z.int(),
    asked_by_name: z.string().optional().openapi({ description: 'In lists' }),
    reason: z.string(),
    requested_at: z.iso.datetime(),
    done_at: z.iso.datetime().nullable().openapi({ description: 'null: it goes on by itself' }),
    counts: z
      .record(z.string(), z.int())
      .nullable()
      .openapi({ description: 'How many tickets, messages and files there were' }),
  })
  .openapi('Erasure')
export type Erasure = z.infer<typeof Erasure>

export type ErasureRow = typeof erasures.$inferSelect

export const showErasure = (row: ErasureRow): Erasure => ({
  id: row.id,
  user_id: row.userId,
  asked_by: row.askedById,
  reason: row.reason,
  requested_at: row.requestedAt.toISOString(),
  done_at: row.doneAt?.toISOString() ?? null,
  counts: row.counts,
})
