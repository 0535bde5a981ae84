import type { Priority } from '#src/db/ticket-schema.ts'

const HOUR_MS = 3_600_000

/** Around the clock, from the moment of creation (L-01). */
const HOURS: Record<Priority, number> = { urgent: 1, high: 4, medium: 24, low: 72 }

export const deadlineOf = (priority: Priority, createdAt: Date) =>
  new Date(createdAt.getTime() + HOURS[priority] * HOUR_MS)
