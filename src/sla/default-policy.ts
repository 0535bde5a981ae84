import { ALWAYS } from './calendar.ts'
import type { AppliedPolicy } from './policy.ts'

/** Around the clock, from the moment of creation (L-01). */
export const DEFAULT_POLICY: AppliedPolicy = {
  policy: {
    id: null,
    name: 'Ponte',
    position: 0,
    isActive: true,
    match: {},
    calendarId: null,
    isUrgentAroundTheClock: true,
    pauseStatuses: [],
    targets: {
      urgent: { resolutionMin: 60 },
      high: { resolutionMin: 4 * 60 },
      medium: { resolutionMin: 24 * 60 },
      low: { resolutionMin: 72 * 60 },
    },
    escalations: [],
  },
  calendar: ALWAYS,
}
