import { z } from '@hono/zod-openapi'
import { PRIORITIES, STATUSES } from '#src/db/ticket-schema.ts'
import { Times } from '#src/sla/report.ts'

const count = z.int().nonnegative()
const counts = <K extends string>(keys: readonly K[]) =>
  z.object(Object.fromEntries(keys.map((key) => [key, count])) as Record<K, typeof count>)

export const RATINGS = ['1', '2', '3', '4', '5'] as const

const csat = z.object({
  avg: z.number().nullable(),
  count,
  satisfied_share: z.number().nullable().openapi({ description: 'Of those that rated: with 4 or 5' }),
})
const kept = z.object({ met: count, breached: count, at_risk: count })

export const Stats = z
  .object({
    total: count.openapi({ description: 'That were filed in the period and are worked on here' }),
    open: count,
    in_progress: count,
    waiting_for_user: count,
    resolved: count,
    closed: count,
    by_status: counts(STATUSES),
    by_priority: counts(PRIORITIES),
    reopened: count.openapi({ description: 'Opened again at least once' }),
    unassigned: count.openapi({ description: 'Of those that are not solved' }),
    unread_messages: count.openapi({ description: 'Of requesters, said since anybody of the team looked' }),
    sla: kept.openapi({ description: 'As /api/v1/sla/report counts them' }),
    first_response: Times,
    resolution: Times,
    csat: csat.extend({ distribution: counts(RATINGS) }),
  })
  .openapi('Stats')
export type Stats = z.infer<typeof Stats>

export const StatsGroup = z
  .object({
    group: z.string().nullable().openapi({ description: 'null: nobody, or none' }),
    name: z.string().nullable(),
    tickets: count,
    unsolved: count,
    solved: count,
    reopened: count,
    sla: kept,
    first_response: Times,
    resolution: Times,
    csat,
  })
  .openapi('StatsGroup')
export type StatsGroup = z.infer<typeof StatsGroup>
export const StatsGroups = z
  .object({ groups: z.array(StatsGroup).openapi({ description: 'Those with the most tickets first' }) })
  .openapi('StatsGroups')
export type StatsGroups = z.infer<typeof StatsGroups>

/** What somebody wrote to their rating. */
export const StatsComment = z
  .object({
    ticket_id: z.int(),
    ticket_number: z.string(),
    title: z.string(),
    rating: z.int(),
    comment: z.string(),
    rated_at: z.iso.datetime().nullable(),
    agent: z.string().nullable().openapi({ description: 'Who works on it' }),
  })
  .openapi('StatsComment')
export type StatsComment = z.infer<typeof StatsComment>

export const Trend = z
  .object({
    from: z.string().openapi({ description: 'The first day of it', example: '2026-01-15' }),
    opened: count,
    resolved: count,
    closed: count,
    rated: count,
    rating_avg: z.number().nullable(),
  })
  .openapi('StatsTrend')
export type Trend = z.infer<typeof Trend>
export const Trends = z
  .object({
    from: z.string(),
    to: z.string(),
    bucket: z.enum(['day', 'week', 'month']),
    points: z.array(Trend).openapi({ description: 'Each of the period, also those without any' }),
  })
  .openapi('StatsTrends')
export type Trends = z.infer<typeof Trends>
