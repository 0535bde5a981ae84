import { z } from '@hono/zod-openapi'
import { rule } from './rule.ts'

export const GROUPINGS = ['priority', 'department', 'agent', 'category', 'day'] as const
const MOST_DAYS = 366
const DAY_MS = 24 * 3_600_000

const dayOrMoment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })])
  .refine((text) => /^[12]/.test(text), rule('not-valid'))
  .openapi({ type: 'string', example: '2026-01-15' })

export const ReportQuery = z
  .object({
    from: dayOrMoment,
    to: dayOrMoment.openapi({ description: 'A day is meant to its end; at most 366 days after from' }),
    group_by: z.enum(GROUPINGS),
    format: z.enum(['json', 'csv']).default('json'),
  })
  .refine(({ from, to }) => isPeriod(from, to), { path: ['to'], ...rule('not-valid') })
export type ReportQuery = z.output<typeof ReportQuery>

export const Times = z.object({
  avg_s: z.int().nullable(),
  p50_s: z.int().nullable(),
  p90_s: z.int().nullable(),
})
const sums = {
  tickets: z.int().openapi({ description: 'That were filed in the period and are worked on here' }),
  met: z.int().openapi({ description: 'Solved, and no promise broken' }),
  breached: z.int().openapi({ description: 'Any promise broken at any time, or being broken' }),
  at_risk: z.int().openapi({ description: 'Open with a fifth of its time left or less' }),
  first_response: Times.openapi({
    description: 'Plain time until it was fulfilled, nights and pauses included',
  }),
  resolution: Times.openapi({ description: 'Likewise' }),
}
export const ReportGroup = z
  .object({
    group: z.string().nullable().openapi({ description: 'null: nobody, or no department' }),
    name: z.string().nullable(),
    ...sums,
  })
  .openapi('SlaReportGroup')
export type ReportGroup = z.infer<typeof ReportGroup>

export const Report = z
  .object({
    from: z.string(),
    to: z.string(),
    group_by: z.enum(GROUPINGS),
    groups: z.array(ReportGroup),
    total: z.object(sums),
  })
  .openapi('SlaReport')
export type Report = z.infer<typeof Report>

function isPeriod(from: string, to: string): boolean {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS
  return to.includes('T') ? days > 0 && days <= MOST_DAYS : days > -1 && days < MOST_DAYS
}
