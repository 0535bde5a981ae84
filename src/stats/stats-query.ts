import { z } from '@hono/zod-openapi'
import { CountedFilter, Day } from '#src/tickets/ticket-filter.ts'

const DAY_MS = 24 * 3_600_000
const MOST_POINTS = 400
const NARROWEST_MS = { day: DAY_MS, week: 7 * DAY_MS, month: 28 * DAY_MS }

const { assigned_to: agent, ...filter } = CountedFilter.shape
const fields = {
  ...filter,
  agent: agent.openapi({ description: 'Whom they are assigned to; 0: nobody' }),
  from: Day.optional().openapi({ description: 'When they were filed; without it: ever' }),
  to: Day.optional().openapi({ description: 'Meant to its end; without it: until now' }),
  format: z.enum(['json', 'csv']).default('json'),
}

const runsForward = ({ from, to }: { from?: string | undefined; to?: string | undefined }) =>
  from === undefined || to === undefined || from <= to
const backwards = { path: ['to'], params: { rule: 'not-valid' } }

export const StatsQuery = z.object(fields).refine(runsForward, backwards)
export type StatsQuery = z.output<typeof StatsQuery>

export const TrendsQuery = z
  .object({
    ...fields,
    from: Day,
    to: Day.openapi({ description: 'Meant to its end; at most 400 points after from' }),
    bucket: z.enum(['day', 'week', 'month']).default('day'),
  })
  .refine(runsForward, backwards)
  .refine(
    ({ from, to, bucket }) => (Date.parse(to) - Date.parse(from)) / NARROWEST_MS[bucket] < MOST_POINTS,
    backwards,
  )
export type TrendsQuery = z.output<typeof TrendsQuery>
