import { z } from '@hono/zod-openapi'
import type { privacyExports } from '#src/db/privacy-schema.ts'
import type { ExportId } from '#src/ids.ts'

/** Everything about a person in one file. */
export const PrivacyExport = z
  .object({
    id: z.int(),
    user_id: z.int(),
    requested_at: z.iso.datetime(),
    ready_at: z.iso.datetime().nullable().openapi({ description: 'null: it is being written' }),
    expires_at: z.iso.datetime().nullable(),
    size: z.int().nullable(),
    is_there: z.boolean().openapi({ description: 'It can be fetched: GET .../file' }),
  })
  .openapi('PrivacyExport')
export type PrivacyExport = z.infer<typeof PrivacyExport>

/** The same, as admins list it. */
export const ExportInList = PrivacyExport.extend({
  user_name: z.string(),
  asked_by: z.int(),
  asked_by_name: z.string(),
  reason: z.string().nullable().openapi({ description: 'null: they asked for their own' }),
}).openapi('ExportInList')
export type ExportInList = z.infer<typeof ExportInList>

export type ExportRow = typeof privacyExports.$inferSelect

export const isThere = ({ key, expiresAt }: ExportRow, now: Date) =>
  key !== null && expiresAt !== null && now < expiresAt

export const showExport = (row: ExportRow, now: Date): PrivacyExport => ({
  id: row.id,
  user_id: row.userId,
  requested_at: row.requestedAt.toISOString(),
  ready_at: row.readyAt?.toISOString() ?? null,
  expires_at: row.expiresAt?.toISOString() ?? null,
  size: row.sizeBytes,
  is_there: isThere(row, now),
})

/** In URLs: an integer that Postgres can hold. */
export const ExportIdParam = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(2_147_483_647))
  .transform((id) => id as ExportId)
  .openapi({ type: 'integer', minimum: 1, maximum: 2_147_483_647, example: 1 })
