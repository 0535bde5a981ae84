import { z } from '@hono/zod-openapi'
import { PRIORITIES, type Priority } from '#src/db/ticket-schema.ts'
import {
  CLOCKS,
  type Escalation,
  PAUSE_STATUSES,
  type Policy,
  type Targets,
  WARNING_PERCENTS,
} from './policy.ts'
import { rule } from './rule.ts'

const MOST_NAMES = 100
const MOST_ESCALATIONS = 30
/** A year of work, and then some. */
const LONGEST_MIN = 525_600
const MAX_ID = 2_147_483_647

const Line = (most: number) => z.string().trim().min(1).max(most)
const Names = z.array(Line(100)).max(MOST_NAMES).optional()
const Minutes = z.int().min(1).max(LONGEST_MIN)

const TargetsBody = z.strictObject({
  first_response_min: Minutes.optional(),
  next_response_min: Minutes.optional(),
  resolution_min: Minutes.optional(),
})
type TargetsBody = z.infer<typeof TargetsBody>

const Action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('notify'), whom: z.enum(['assignee', 'lead', 'department']) }),
  z.strictObject({
    kind: z.literal('reassign'),
    to: z.int().min(1).max(MAX_ID).openapi({ description: 'User' }),
  }),
  z.strictObject({ kind: z.literal('raise_priority') }),
])

const EscalationBody = z.strictObject({
  clock: z.enum(CLOCKS),
  at: z.literal(WARNING_PERCENTS).openapi({ description: 'Percent of the target' }),
  do: Action,
})

/** A policy as admins type it. Minutes are minutes of work, by the calendar. */
export const PolicyBody = z
  .strictObject({
    name: Line(100).openapi({ example: 'Acessos em horário comercial' }),
    position: z.int().min(0).max(10_000).openapi({ description: 'The first that fits a ticket counts' }),
    is_active: z.boolean().default(true),
    match: z
      .strictObject({
        categories: Names.openapi({ description: 'Slugs' }),
        priorities: z.array(z.enum(PRIORITIES)).optional(),
        departments: Names,
        requester_departments: Names,
      })
      .default({})
      .openapi({ description: 'What is not named does not matter; of what is named, one has to fit' }),
    calendar_id: z.int().min(1).max(MAX_ID).nullable().openapi({ description: 'null: around the clock' }),
    is_urgent_around_the_clock: z.boolean().default(true),
    pause_statuses: z.array(z.enum(PAUSE_STATUSES)).max(PAUSE_STATUSES.length).default([]),
    targets: z.strictObject({
      urgent: TargetsBody.optional(),
      high: TargetsBody.optional(),
      medium: TargetsBody.optional(),
      low: TargetsBody.optional(),
    }),
    escalations: z.array(EscalationBody).max(MOST_ESCALATIONS).default([]),
  })
  .superRefine(({ match, targets }, context) => {
    // Every ticket under it is due at some time.
    for (const priority of match.priorities?.length ? match.priorities : PRIORITIES)
      if (targets[priority]?.resolution_min === undefined)
        context.addIssue({
          code: 'custom',
          path: ['targets', priority, 'resolution_min'],
          ...rule('required'),
        })
  })
  .superRefine(({ escalations }, context) => {
    const all = escalations.map((one) => JSON.stringify(one))
    for (const [index, one] of all.entries())
      if (all.indexOf(one) < index)
        context.addIssue({ code: 'custom', path: ['escalations', index], ...rule('repeated') })
  })
  .openapi('PolicyBody')
export type PolicyBody = z.infer<typeof PolicyBody>

/** All that there are, as they were looked at. */
export const PolicyOrder = z
  .strictObject({
    order: z
      .array(z.strictObject({ id: z.int().min(1).max(2_147_483_647), version: z.int().min(1) }))
      .min(1)
      .max(1_000)
      .refine((order) => new Set(order.map(({ id }) => id)).size === order.length, {
        error: 'each policy is named once',
      }),
  })
  .openapi('SlaPolicyOrder')
export type PolicyOrder = z.infer<typeof PolicyOrder>

export function policyFrom(body: PolicyBody): Omit<Policy, 'id'> {
  const { requester_departments: groups, ...match } = body.match
  return {
    name: body.name,
    position: body.position,
    isActive: body.is_active,
    match: withoutUndefined({ ...match, groups }),
    calendarId: body.calendar_id,
    isUrgentAroundTheClock: body.is_urgent_around_the_clock,
    pauseStatuses: [...new Set(body.pause_statuses)],
    targets: Object.fromEntries(
      PRIORITIES.flatMap((priority): [Priority, Targets][] => {
        const targets = body.targets[priority]
        return targets ? [[priority, targetsFrom(targets)]] : []
      }),
    ),
    escalations: body.escalations.map(escalationFrom),
  }
}

const targetsFrom = ({ first_response_min, next_response_min, resolution_min }: TargetsBody): Targets =>
  withoutUndefined({
    firstResponseMin: first_response_min,
    nextResponseMin: next_response_min,
    resolutionMin: resolution_min,
  })

function escalationFrom({ clock, at, do: action }: z.infer<typeof EscalationBody>): Escalation {
  return { clock, at, do: action.kind === 'raise_priority' ? { kind: 'raise-priority' } : action }
}

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> }
/** What was left out is absent, also when it is compared with what was read back. */
const withoutUndefined = <Fields extends object>(fields: Fields) =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
    // Object.fromEntries forgets the names.
  ) as Defined<Fields>
