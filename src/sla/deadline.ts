import type { Priority } from '#src/db/ticket-schema.ts'
import { DEFAULT_POLICY } from './default-policy.ts'
import { addWorked } from './working-hours.ts'

const MINUTE_MS = 60_000

/** What is promised where no policy fits (L-01). */
export function deadlineOf(priority: Priority, createdAt: Date): Date {
  const { policy, calendar } = DEFAULT_POLICY
  const minutes = policy.targets[priority]?.resolutionMin
  if (minutes === undefined) throw new Error(`The default promises nothing for ${priority}`)
  return addWorked(calendar, createdAt, minutes * MINUTE_MS)
}
