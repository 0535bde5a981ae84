import { z } from '@hono/zod-openapi'
import { LANES } from '#src/jobs/lanes.ts'
import { BackfillStatus } from './backfill-status.ts'

const seconds = z.number().nonnegative()
const count = z.int().nonnegative()

/** How far the mirror follows the CRM just now. */
export const SyncStatus = z
  .object({
    lag: z
      .object({
        window_seconds: count,
        events: count.openapi({ description: 'Received in this time and mirrored' }),
        p50_seconds: seconds.nullable(),
        p99_seconds: seconds.nullable(),
        oldest_waiting_seconds: seconds.nullable(),
      })
      .openapi({
        description: 'From an event that was received to the mirror that shows it; without replays',
      }),
    inbox: z.object({ waiting: count, routed: count, parked: count }),
    spill: z
      .object({ segments: count, bytes: count })
      .openapi({ description: 'Of the gateway that answers' }),
    queue: z.array(z.object({ lane: z.enum(LANES), waiting: count, running: count, dead: count })),
    dead_refreshes: count,
    progress: z
      .array(
        z.object({
          name: z.string(),
          value: z.record(z.string(), z.unknown()),
          is_claimed: z.boolean(),
          updated_at: z.iso.datetime(),
        }),
      )
      .openapi({ description: 'Of sweep, backfill and the like: how far each has come' }),
    backfills: z
      .array(BackfillStatus)
      .openapi({ description: 'Of each pipeline, also those that the command line has begun' }),
    crm: z.object({
      state: z.enum(['up', 'away', 'stopped']),
      free_requests: z
        .number()
        .openapi({ description: 'Requests that may leave at once, of all gateways together' }),
    }),
    drift: z.object({ open: count, newest_found_at: z.iso.datetime().nullable() }),
  })
  .openapi('SyncStatus')
export type SyncStatus = z.output<typeof SyncStatus>
