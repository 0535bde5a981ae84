import { z } from '@hono/zod-openapi'
import type { slaPolicies } from '#src/db/sla-schema.ts'
import { PRIORITIES } from '#src/db/ticket-schema.ts'
import type { SlaPolicyId } from '#src/ids.ts'
import type { Escalation } from './policy.ts'
import { PolicyBody } from './policy-body.ts'
import { policyOf } from './policy-book.ts'

export type PolicyRow = typeof slaPolicies.$inferSelect

export const PolicyIdParam = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(2_147_483_647))
  .transform((id) => id as SlaPolicyId)
  .openapi({ type: 'integer', minimum: 1, maximum: 2_147_483_647, example: 1 })

/** A policy as /api/v1 shows it. */
export const SlaPolicy = z
  .object({
    id: z.int(),
    ...PolicyBody.shape,
    version: z.int().openapi({ description: 'For If-Match' }),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .openapi('SlaPolicy')
export type SlaPolicy = z.infer<typeof SlaPolicy>

export function showPolicy(row: PolicyRow): SlaPolicy {
  const policy = policyOf(row)
  const { groups, categories, priorities, departments } = policy.match
  return {
    id: row.id,
    name: policy.name,
    position: policy.position,
    is_active: policy.isActive,
    match: {
      ...(categories && { categories: [...categories] }),
      ...(priorities && { priorities: [...priorities] }),
      ...(departments && { departments: [...departments] }),
      ...(groups && { requester_departments: [...groups] }),
    },
    calendar_id: policy.calendarId,
    is_urgent_around_the_clock: policy.isUrgentAroundTheClock,
    pause_statuses: [...policy.pauseStatuses],
    targets: Object.fromEntries(
      PRIORITIES.flatMap((priority) => {
        const targets = policy.targets[priority]
        if (!targets) return []
        const { firstResponseMin, nextResponseMin, resolutionMin } = targets
        return [
          [
            priority,
            {
              ...(firstResponseMin !== undefined && { first_response_min: firstResponseMin }),
              ...(nextResponseMin !== undefined && { next_response_min: nextResponseMin }),
              ...(resolutionMin !== undefined && { resolution_min: resolutionMin }),
            },
          ],
        ]
      }),
    ),
    escalations: policy.escalations.map(showEscalation),
    version: row.version,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  }
}

const showEscalation = ({ clock, at, do: action }: Escalation) => ({
  ...{ clock, at },
  do: action.kind === 'raise-priority' ? { kind: 'raise_priority' as const } : action,
})
