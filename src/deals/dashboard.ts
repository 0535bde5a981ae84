import { z } from '@hono/zod-openapi'
import { Times } from '#src/sla/report.ts'
import { CountedFilter, Day } from '#src/tickets/ticket-filter.ts'

const MOST_DAYS = 366
const DAY_MS = 24 * 3_600_000

export const DashboardQuery = CountedFilter.extend({
  from: Day,
  to: Day.openapi({ description: 'Meant to its end; at most 366 days with from' }),
  format: z.enum(['json', 'csv']).default('json'),
}).refine(
  ({ from, to }) => {
    const days = (Date.parse(to) - Date.parse(from)) / DAY_MS
    return days >= 0 && days < MOST_DAYS
  },
  { path: ['to'], params: { rule: 'not-valid' } },
)
export type DashboardQuery = z.output<typeof DashboardQuery>

const count = z.int().nonnegative()

export const DashboardNow = z
  .object({
    open: count.openapi({ description: 'Neither resolved nor closed' }),
    unassigned: count,
    at_risk: count,
    late: count,
    at: z.iso.datetime(),
  })
  .openapi('DashboardNow')
export type DashboardNow = z.infer<typeof DashboardNow>

const kept = {
  met: count.openapi({ description: 'Of those that were filed then: solved, and no promise broken' }),
  breached: count.openapi({ description: 'Likewise: any promise broken at any time, or being broken' }),
  first_response: Times.openapi({ description: 'Likewise: plain time, nights and pauses included' }),
  resolution: Times,
}

export const DashboardDay = z
  .object({ day: z.string(), opened: count, resolved: count, ...kept })
  .openapi('DashboardDay')
export type DashboardDay = z.infer<typeof DashboardDay>

export const Dashboard = z
  .object({
    from: z.string(),
    to: z.string(),
    now: DashboardNow,
    days: z.array(DashboardDay).openapi({ description: 'Each day of the business, also those without any' }),
    total: z.object({
      opened: count,
      resolved: count,
      ...kept,
      met_share: z
        .number()
        .nullable()
        .openapi({ description: 'Of those whose promises were kept or broken; null: there are none' }),
    }),
    rating: z
      .object({ count, average: z.number().nullable() })
      .openapi({ description: 'Of what was rated in the period' }),
  })
  .openapi('Dashboard')
export type Dashboard = z.infer<typeof Dashboard>
