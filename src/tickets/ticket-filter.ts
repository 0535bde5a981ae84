import { z } from '@hono/zod-openapi'
import {
  and,
  arrayContains,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  not,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import { type Caller, isOfTheTeam } from '#src/auth/access.ts'
import { deals, PRIORITIES, STATUSES } from '#src/db/ticket-schema.ts'
import type { CategoryId, UserId } from '#src/ids.ts'
import { SLA_STATES } from '#src/sla/state.ts'
import { parsePriority } from './priority.ts'
import { LONGEST_SEARCH } from './search.ts'
import { stands } from './sla-standing.ts'
import { isUnreadInCopy } from './unread-in-copy.ts'

const rule = (name: 'not-valid' | 'required') => ({ params: { rule: name } })

/** Given once or more often, or with commas in between. */
const several = <V extends string>(values: readonly [V, ...V[]], read: (text: string) => string) =>
  z
    .union([z.string().max(400), z.array(z.string().max(400)).max(20)])
    .transform((given) =>
      [given]
        .flat()
        .flatMap((text) => text.split(','))
        .map((text) => read(text.trim())),
    )
    .pipe(z.array(z.enum(values)))
    .optional()
    .openapi({ type: 'array', items: { type: 'string', enum: [...values] } })

const userId = (min: 0 | 1) =>
  z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(2_147_483_647))
    .transform((id) => id as UserId)
    .optional()
    .openapi({ type: 'integer', minimum: min, maximum: 2_147_483_647 })

const hasRealYear = (text: string) => /^[12]/.test(text)
const moment = z.iso
  .datetime({ offset: true })
  .refine(hasRealYear, rule('not-valid'))
  .transform((text) => new Date(text))
/** One of the business. */
export const Day = z.iso
  .date()
  .refine(hasRealYear, rule('not-valid'))
  .openapi({ type: 'string', format: 'date', example: '2026-01-15' })
/** A day is one of the business: in its zone, from midnight to midnight. */
const dayOrMoment = z
  .union([z.iso.date().refine(hasRealYear, rule('not-valid')), moment])
  .optional()
  .openapi({ type: 'string', example: '2026-01-15' })
const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true')
const word = (max: number) => z.string().trim().min(1).max(max).optional()

export const TicketFilter = z.object({
  scope: z.enum(['mine', 'assigned', 'watching', 'all']).optional().openapi({
    description:
      'By default all for the team, and mine for everybody else, who cannot ask for all. watching: what they follow',
  }),
  status: several(STATUSES, (text) => (text === 'waiting_user' ? 'waiting_for_user' : text)),
  priority: several(PRIORITIES, (text) => parsePriority(text) ?? text),
  category: word(64).openapi({ description: 'Its slug' }),
  department: word(100).openapi({ description: 'That it is assigned to' }),
  assigned_to: userId(0).openapi({ description: '0: nobody' }),
  requester_id: userId(1).openapi({ description: 'For the team; everybody else may name themselves' }),
  tag: word(40),
  stage_id: z.string().trim().max(50).optional().openapi({ description: 'A column of the board' }),
  closed_within_days: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .pipe(z.int().min(0).max(366))
    .optional()
    .openapi({
      ...{ type: 'integer', minimum: 0, maximum: 366 },
      description: 'Those that are not closed, and those that were closed in so many days',
    }),
  q: z
    .string()
    .max(LONGEST_SEARCH)
    .refine((text) => text.trim() !== '', rule('required'))
    .optional()
    .openapi({
      description: 'Words of title, description, requester or tags; a ticket number; a deal as 7405 or #7405',
    }),
  sla: z
    .enum(SLA_STATES)
    .optional()
    .openapi({ description: 'What `sla.state` says of tickets that are not solved yet' }),
  created_from: dayOrMoment,
  created_to: dayOrMoment.openapi({ description: 'A day is meant to its end' }),
  updated_since: moment.optional().openapi({ type: 'string', format: 'date-time' }),
  snoozed: yesOrNo.optional().openapi({ description: 'For the team: put off, or not' }),
  unread: yesOrNo.optional().openapi({ description: 'For whoever asks' }),
})
export type TicketFilter = z.output<typeof TicketFilter>

/** By what tickets are told apart where they are counted and not listed. */
export const CountedFilter = TicketFilter.pick({
  priority: true,
  category: true,
  department: true,
  assigned_to: true,
  tag: true,
})

type At = { now: Date; timeZone: string; categoryId: CategoryId | null }

/**
 * Everything but `scope`, which is a matter of rights, `q`, which search.ts reads, and `unread`. The category is looked up before:
 * of an id that it does not know Postgres cannot tell how many tickets have it, and would read all of them to find none.
 */
export function conditionsOf(filter: TicketFilter, { now, timeZone, categoryId }: At): (SQL | undefined)[] {
  const {
    category,
    department,
    assigned_to,
    requester_id,
    tag,
    closed_within_days,
    created_from,
    created_to,
  } = filter
  const startOf = (day: string | Date, days = 0) =>
    day instanceof Date
      ? sql`${day.toISOString()}::timestamptz`
      : sql`(${day}::date + ${days}::integer)::timestamp at time zone ${timeZone}`
  const endOf = (day: string | Date) => startOf(day, 1)
  return [
    filter.status && inArray(deals.status, filter.status),
    filter.priority && inArray(deals.priority, filter.priority),
    category === undefined ? undefined : categoryId === null ? sql`false` : eq(deals.categoryId, categoryId),
    department === undefined ? undefined : eq(deals.assigneeDepartment, department),
    assigned_to === 0
      ? and(isNull(deals.responsibleId), isNull(deals.responsibleCrmId))
      : assigned_to && eq(deals.responsibleId, assigned_to),
    requester_id && eq(deals.userId, requester_id),
    tag === undefined ? undefined : arrayContains(deals.tags, [tag]),
    filter.stage_id === undefined ? undefined : eq(deals.stageId, filter.stage_id),
    closed_within_days === undefined ? undefined : isOpenOrClosedSince(daysBefore(now, closed_within_days)),
    filter.sla && stands(filter.sla, now),
    filter.snoozed === undefined
      ? undefined
      : filter.snoozed
        ? isNotNull(deals.snoozedUntil)
        : isNull(deals.snoozedUntil),
    created_from === undefined ? undefined : gte(deals.createdAt, startOf(created_from)),
    created_to === undefined ? undefined : lt(deals.createdAt, endOf(created_to)),
    filter.updated_since && gte(deals.updatedAt, filter.updated_since),
  ]
}

const isOpenOrClosedSince = (since: Date) => or(isNull(deals.closedAt), gte(deals.closedAt, since))
const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * 24 * 3_600_000)

/**
 * The requester's own mark, the one of the team, or of what is watched one's own: no ticket fulfils two of these, so that each can be counted by an index of
 * its own.
 */
export function isUnreadFor(
  caller: Caller,
  isUnread: boolean,
  scope: TicketFilter['scope'],
): (SQL | undefined)[] {
  if (!isOfTheTeam(caller) && scope === 'watching') {
    const inCopy = isUnreadInCopy(caller)
    return [isUnread ? inCopy : not(inCopy)]
  }
  if (!isOfTheTeam(caller)) return [eq(deals.isUnread, isUnread)]
  const isOwn = eq(deals.userId, caller.userId)
  const byTeam = isUnread ? sql`${deals.isUnreadByTeam}` : sql`not ${deals.isUnreadByTeam}`
  return [
    and(byTeam, sql`${deals.userId} is distinct from ${caller.userId}`),
    and(eq(deals.isUnread, isUnread), isOwn),
  ]
}
