import { z } from '@hono/zod-openapi'
import { and, asc, inArray, isNull, ne, or } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import { crmFiles } from '#src/db/mirror-schema.ts'
import type { MessageId } from '#src/ids.ts'

/** Of a message in the CRM, and not here: the others are files like all. */
export const AbsentFile = z
  .object({
    id: z
      .string()
      .openapi({ description: 'For GET /api/v1/attachments/{id}, also once it is here', example: 'crm-7' }),
    filename: z.string().nullable().openapi({ description: 'As far as the CRM told it' }),
    size: z.int().nullable(),
    state: z.enum(['waiting', 'missing', 'refused']),
    reason: z
      .string()
      .nullable()
      .openapi({ description: 'missing: gone, not-given; refused: too-large, empty, type-not-allowed' }),
  })
  .openapi('AbsentFile')
export type AbsentFile = z.infer<typeof AbsentFile>

export type CrmFileRow = typeof crmFiles.$inferSelect

/** It hung on its message in the CRM and was taken off it: the requester sees it no more. */
export const isRemoved = ({ state, reason }: Pick<CrmFileRow, 'state' | 'reason'>) =>
  state === 'missing' && reason === 'removed'
const notRemoved = or(ne(crmFiles.state, 'missing'), isNull(crmFiles.reason), ne(crmFiles.reason, 'removed'))

/** What hangs on these messages in the CRM, be it here or not. */
export async function inwardOf(
  db: Db | Tx,
  activityIds: readonly MessageId[],
): Promise<Map<MessageId, CrmFileRow[]>> {
  if (activityIds.length === 0) return new Map()
  const rows = await db
    .select()
    .from(crmFiles)
    .where(and(inArray(crmFiles.activityId, [...activityIds]), notRemoved))
    .orderBy(asc(crmFiles.id))
  return Map.groupBy(rows, ({ activityId }) => activityId)
}

export const absentAmong = (rows: readonly CrmFileRow[] = []): AbsentFile[] =>
  rows.flatMap(({ id, name, sizeBytes, state, reason }) =>
    state === 'here' ? [] : [{ id: `crm-${id}`, filename: name, size: sizeBytes, state, reason }],
  )
