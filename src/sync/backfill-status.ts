import { z } from '@hono/zod-openapi'

const count = z.int().nonnegative()

/** How far everything there is in a pipeline has come here. */
export const BackfillStatus = z
  .object({
    pipeline_id: z.int(),
    state: z.enum(['never', 'waiting', 'running', 'broken-off', 'done']).openapi({
      description:
        'waiting: for a gateway. broken-off: by whoever had begun it; begun anew with the same `since`, it goes on where it was',
    }),
    phase: z.enum(['deals', 'timelines']).nullable().openapi({
      description: 'First the deals themselves, then each with its comments, mails and files',
    }),
    since: z.iso.datetime().nullable().openapi({ description: 'Only what changed since; null: everything' }),
    deals: count.openapi({ description: 'So far' }),
    done: count.openapi({
      description:
        'Of this phase; of deals in numbers of the CRM, not all of which are deals of the pipeline',
    }),
    total: count,
    per_second: z.number().nonnegative().nullable().openapi({ description: 'Deals, just now' }),
    left_seconds: count.nullable().openapi({ description: 'Of this phase, if it goes on like that' }),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
    updated_at: z.iso.datetime().nullable(),
  })
  .openapi('BackfillStatus')
export type BackfillStatus = z.output<typeof BackfillStatus>

export const BackfillRequest = z
  .strictObject({
    pipeline_id: z
      .int()
      .min(0)
      .max(999_999_999)
      .optional()
      .openapi({ description: 'One of CRM_PIPELINES; by default all' }),
    since: z.iso.datetime({ offset: true }).optional().openapi({ description: 'Only what changed since' }),
  })
  .openapi('BackfillRequest')
export type BackfillRequest = z.output<typeof BackfillRequest>

export const BackfillsBegun = z.object({ backfills: z.array(BackfillStatus) }).openapi('BackfillsBegun')
