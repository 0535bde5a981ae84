import { sql } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import { PRIORITIES, STATUSES } from '#src/db/ticket-schema.ts'
import type { GROUPINGS } from '#src/sla/report.ts'
import { RATINGS } from '#src/stats/stats.ts'

/**
 * All numbers of a period once more, out of the tables that people write to and without any of the product's SQL. Moments are in
 * microseconds, days those of São Paulo, three hours behind.
 */

export type Asked = {
  from: string
  to: string
  priority?: (typeof PRIORITIES)[number][]
  category?: string
  department?: string
  tag?: string
  /** 0: nobody. */
  agent?: number
}

type Ticket = {
  id: number
  created: number
  resolved: number | null
  closed: number | null
  rated: number | null
  answered: number | null
  rating: number | null
  status: string
  priority: string
  category: string | null
  category_name: string | null
  department: string | null
  responsible_id: number | null
  responsible_crm_id: number | null
  responsible: string | null
  reopen_count: number
  tags: string[]
  is_worked_on: boolean
}
type Clock = {
  ticket_id: number
  clock: string
  state: string
  started: number | null
  fulfilled: number | null
  due: number | null
  breached: number | null
  short: number | null
}
export type Counted = { tickets: readonly Ticket[]; clocks: Map<number, Clock[]>; broken: Set<number> }

const HOUR_US = 3_600_000_000
const dayOf = (us: number) => new Date((us - 3 * HOUR_US) / 1_000).toISOString().slice(0, 10)
const startOf = (day: string) => Date.parse(day) * 1_000 + 3 * HOUR_US
const endOf = (day: string) => startOf(day) + 24 * HOUR_US
const us = (column: string) => sql.raw(`(extract(epoch from ${column}) * 1000000)::float8`)

export async function readAll(db: Db | Tx): Promise<Counted> {
  const tickets = await db.execute<Ticket>(sql`
    select d.id, ${us('d.created_at')} as created, ${us('d.resolved_at')} as resolved, ${us('d.closed_at')} as closed,
      ${us('d.rated_at')} as rated, ${us('d.first_response_at')} as answered, d.rating, d.status, d.priority,
      c.slug as category, c.labels->>'pt-BR' as category_name, d.assignee_department as department, d.responsible_id,
      d.responsible_crm_id, d.responsible, d.reopen_count, d.tags,
      d.crm_deleted_at is null and d.crm_left_at is null as is_worked_on
    from deals d left join categories c on c.id = d.category_id`)
  const clocks = await db.execute<Clock>(sql`
    select ticket_id, clock, state, ${us('started_at')} as started, ${us('fulfilled_at')} as fulfilled, ${us('due_at')} as due,
      ${us('breached_at')} as breached, ${us('at_risk_at')} as short
    from sla_clocks`)
  const broken = await db.execute<{ id: number }>(
    sql`select ticket_id as id from sla_warnings where percent = 100`,
  )
  return {
    tickets: tickets.filter(({ is_worked_on }) => is_worked_on),
    clocks: Map.groupBy(clocks, ({ ticket_id }) => ticket_id),
    broken: new Set(broken.map(({ id }) => id)),
  }
}

const looksAt =
  ({ priority, category, department, tag, agent }: Asked) =>
  (one: Ticket) =>
    (!priority || priority.some((wanted) => wanted === one.priority)) &&
    (category === undefined || one.category === category) &&
    (department === undefined || one.department === department) &&
    (tag === undefined || one.tags.includes(tag)) &&
    (agent === undefined ||
      (agent === 0
        ? one.responsible_id === null && one.responsible_crm_id === null
        : one.responsible_id === agent))

const isFiled =
  ({ from, to }: Asked) =>
  ({ created }: Ticket) =>
    created >= startOf(from) && created < endOf(to)

const isSolved = ({ status }: Ticket) => status === 'resolved' || status === 'closed'

function timesOf(values: readonly (number | null)[]) {
  const known = values.filter((one) => one !== null).toSorted((a, b) => a - b)
  const share = (part: number) => {
    const place = part * (known.length - 1)
    const [low, high] = [known[Math.floor(place)] ?? 0, known[Math.ceil(place)] ?? 0]
    return Math.round((low + (place - Math.floor(place)) * (high - low)) / 1_000_000)
  }
  if (known.length === 0) return { avg_s: null, p50_s: null, p90_s: null }
  const average = known.reduce((sum, one) => sum + one, 0) / known.length
  return { avg_s: Math.round(average / 1_000_000), p50_s: share(0.5), p90_s: share(0.9) }
}

function promisesOf({ clocks, broken }: Counted, tickets: readonly Ticket[], now: number) {
  let [met, breached, at_risk] = [0, 0, 0]
  const [answered, solved]: (number | null)[][] = [[], []]
  for (const ticket of tickets) {
    const own = clocks.get(ticket.id) ?? []
    const named = (name: string) => own.find(({ clock }) => clock === name)
    const isLate =
      broken.has(ticket.id) ||
      own.some(
        ({ breached, state, due }) => breached !== null || (state === 'running' && due !== null && due < now),
      )
    const isShort = own.some(({ state, short }) => state === 'running' && short !== null && short <= now)
    const [first, solving] = [named('first_response'), named('resolution')]
    const between = (from: number | null | undefined, to: number | null | undefined) =>
      from == null || to == null ? null : to - from
    if (isLate) breached += 1
    else if (solving?.state === 'fulfilled') met += 1
    if (isShort && !isLate) at_risk += 1
    answered?.push(between(first?.started, first?.fulfilled) ?? between(ticket.created, ticket.answered))
    solved?.push(
      (solving?.state === 'fulfilled' ? between(solving.started, solving.fulfilled) : null) ??
        (isSolved(ticket) ? between(ticket.created, ticket.resolved) : null),
    )
  }
  return {
    ...{ tickets: tickets.length, met, breached, at_risk },
    ...{ first_response: timesOf(answered ?? []), resolution: timesOf(solved ?? []) },
  }
}

const averageOf = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length

function csatOf(tickets: readonly Ticket[]) {
  const ratings = tickets.flatMap(({ rating }) => rating ?? [])
  const satisfied = ratings.filter((one) => one >= 4).length
  return {
    avg: averageOf(ratings),
    count: ratings.length,
    satisfied_share: ratings.length === 0 ? null : satisfied / ratings.length,
  }
}

const among = <K extends string>(names: readonly K[], values: readonly (string | null)[]) =>
  Object.fromEntries(names.map((name) => [name, values.filter((one) => one === name).length])) as Record<
    K,
    number
  >

/** As /api/v1/stats has it, but for what nobody has read. */
export function statsByHand(all: Counted, asked: Asked, now: number) {
  const tickets = all.tickets.filter(looksAt(asked)).filter(isFiled(asked))
  const by_status = among(
    STATUSES,
    tickets.map(({ status }) => status),
  )
  const { open, in_progress, waiting_for_user, resolved, closed } = by_status
  const { met, breached, at_risk, first_response, resolution } = promisesOf(all, tickets, now)
  return {
    ...{ total: tickets.length, open, in_progress, waiting_for_user, resolved, closed, by_status },
    by_priority: among(
      PRIORITIES,
      tickets.map(({ priority }) => priority),
    ),
    reopened: tickets.filter(({ reopen_count }) => reopen_count > 0).length,
    unassigned: tickets.filter(
      (one) => !isSolved(one) && one.responsible_id === null && one.responsible_crm_id === null,
    ).length,
    csat: {
      ...csatOf(tickets),
      distribution: among(
        RATINGS,
        tickets.map(({ rating }) => String(rating)),
      ),
    },
    ...{ sla: { met, breached, at_risk }, first_response, resolution },
  }
}

const KEYS: Record<
  (typeof GROUPINGS)[number],
  (one: Ticket) => { group: string | null; name: string | null }
> = {
  priority: ({ priority }) => ({ group: priority, name: priority }),
  department: ({ department }) => ({ group: department, name: department }),
  agent: ({ responsible_id, responsible_crm_id, responsible }) => ({
    group:
      responsible_id !== null
        ? String(responsible_id)
        : responsible_crm_id === null
          ? null
          : `crm-${responsible_crm_id}`,
    name: responsible,
  }),
  category: ({ category, category_name }) => ({ group: category, name: category_name }),
  day: ({ created }) => ({ group: dayOf(created), name: null }),
}

function groupsOf(tickets: readonly Ticket[], by: keyof typeof KEYS) {
  const groups = Map.groupBy(tickets, (one) => KEYS[by](one).group)
  return [...groups].map(([group, own]) => {
    const names = own.flatMap((one) => KEYS[by](one).name ?? [])
    return { group, name: names.toSorted().at(-1) ?? null, own }
  })
}

export const byGroup = <T extends { group: string | null }>(groups: readonly T[]): T[] =>
  groups.toSorted((a, b) => `${a.group}`.localeCompare(`${b.group}`))

/** As /api/v1/sla/report has it; its groups as `byGroup` sorts them. */
export function reportByHand(
  all: Counted,
  asked: Asked,
  { by, now }: { by: keyof typeof KEYS; now: number },
) {
  const tickets = all.tickets.filter(isFiled(asked))
  const groups = groupsOf(tickets, by).map(({ own, ...named }) => ({
    ...named,
    ...promisesOf(all, own, now),
  }))
  const { from, to } = asked
  return { from, to, group_by: by, groups: byGroup(groups), total: promisesOf(all, tickets, now) }
}

/** As /api/v1/stats/agents and /categories have it, sorted by `byGroup`. */
export function groupsByHand(
  all: Counted,
  asked: Asked,
  { by, now }: { by: 'agent' | 'category'; now: number },
) {
  const tickets = all.tickets.filter(looksAt(asked)).filter(isFiled(asked))
  return byGroup(
    groupsOf(tickets, by).map(({ own, ...named }) => {
      const { met, breached, at_risk, first_response, resolution } = promisesOf(all, own, now)
      const solved = own.filter(isSolved).length
      return {
        ...named,
        ...{ tickets: own.length, unsolved: own.length - solved, solved },
        reopened: own.filter(({ reopen_count }) => reopen_count > 0).length,
        ...{ sla: { met, breached, at_risk }, first_response, resolution, csat: csatOf(own) },
      }
    }),
  )
}

/** The first day of the month or week, which begins on Monday. */
function bucketOf(day: string, bucket: 'day' | 'week' | 'month'): string {
  const at = new Date(day)
  if (bucket === 'month') at.setUTCDate(1)
  if (bucket === 'week') at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7))
  return at.toISOString().slice(0, 10)
}

/** As /api/v1/stats/trends has it. */
export function trendsByHand(all: Counted, asked: Asked, bucket: 'day' | 'week' | 'month') {
  const { from, to } = asked
  const tickets = all.tickets.filter(looksAt(asked))
  const first = new Set<string>()
  for (let at = Date.parse(from); at <= Date.parse(to); at += 24 * 3_600_000)
    first.add(bucketOf(new Date(at).toISOString().slice(0, 10), bucket))
  const happened = (moment: number | null, day: string) =>
    moment !== null &&
    moment >= startOf(from) &&
    moment < endOf(to) &&
    bucketOf(dayOf(moment), bucket) === day
  const points = [...first].toSorted().map((day) => {
    const rated = tickets.filter((one) => happened(one.rated, day))
    return {
      from: day,
      opened: tickets.filter(({ created }) => happened(created, day)).length,
      resolved: tickets.filter(({ resolved }) => happened(resolved, day)).length,
      closed: tickets.filter(({ closed }) => happened(closed, day)).length,
      rated: rated.length,
      rating_avg: averageOf(rated.flatMap(({ rating }) => rating ?? [])),
    }
  })
  return { from, to, bucket, points }
}
