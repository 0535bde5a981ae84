import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import postgres from 'postgres'
import { PRIORITIES, STATUSES } from '#src/db/ticket-schema.ts'
import { breath } from '#test/breath.ts'

/** People who write to tickets, their clocks and marks in all ways that there are, many at a time, and not always to the end. */

export const DEPARTMENTS = ['TI', 'Frota', 'Compras']
export const TAGS = ['vip', 'rede', 'fiscal']
const DAYS = 60
const HOUR_MS = 3_600_000

const moment = fc.nat({ max: DAYS * 24 * 60 }).map((minutes) => -minutes)
const orNull = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null })
const some = fc.array(fc.nat({ max: 10_000 }), { minLength: 1, maxLength: 4 })
const state = fc.constantFrom('none', 'running', 'paused', 'fulfilled', 'cancelled')
const clockName = fc.constantFrom('first_response', 'next_response', 'resolution')

const change = fc.oneof(
  fc.record({ status: fc.constantFrom(...STATUSES), resolved_at: orNull(moment), closed_at: orNull(moment) }),
  fc.record({ priority: fc.constantFrom(...PRIORITIES) }),
  fc.record({ category_id: orNull(fc.integer({ min: 1, max: 3 })) }),
  fc.record({ assignee_department: orNull(fc.constantFrom(...DEPARTMENTS)) }),
  fc.record({
    responsible_id: orNull(fc.integer({ min: 3, max: 4 })),
    responsible_crm_id: orNull(fc.integer({ min: 42, max: 43 })),
    responsible: orNull(fc.constantFrom('Pessoa 1', 'Pessoa 2')),
  }),
  fc.record({ rating: orNull(fc.integer({ min: 1, max: 5 })), rated_at: orNull(moment) }),
  fc.record({ tags: fc.subarray(TAGS) }),
  fc.record({ reopen_count: fc.nat({ max: 2 }) }),
  fc.record({ first_response_at: orNull(moment), created_at: moment }),
  fc.record({ crm_deleted_at: orNull(moment) }),
  fc.record({ crm_left_at: orNull(moment) }),
  fc.record({ title: fc.constantFrom('Impressora', 'Rede'), message_count: fc.nat({ max: 9 }) }),
)
const deed = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('files' as const),
      at: fc.array(moment, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('changes' as const), which: some, change }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('changes-many' as const), third: fc.nat({ max: 2 }), change }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      ...{ does: fc.constant('clocks' as const), which: some, clock: clockName, state, started: moment },
      ...{ fulfilled: orNull(moment), breached: orNull(moment) },
      // Some of them turn while the test looks, by its clock.
      ...{
        due: orNull(fc.integer({ min: -600, max: 600 })),
        risk: orNull(fc.integer({ min: -600, max: 600 })),
      },
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('marks' as const),
      which: some,
      clock: clockName,
      percent: fc.constantFrom(75, 100),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('forgets' as const), which: some }) },
)
type Deed = typeof deed extends fc.Arbitrary<infer One> ? One : never

const end = fc.constantFrom(
  'commits',
  'commits',
  'commits',
  'rolls-back',
  'takes-back-the-last',
  'stays-open',
  'dies',
)
export const work = fc.record({ deeds: fc.array(deed, { minLength: 1, maxLength: 3 }), end })
export type Work = typeof work extends fc.Arbitrary<infer One> ? One : never

const at = (minutes: number | null) =>
  minutes === null ? null : new Date(Date.UTC(2026, 5, 15) + minutes * 60_000 + 123)

function moments(change: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(change).map(([name, value]) => [
      name,
      name.endsWith('_at') ? at(value as number | null) : value,
    ]),
  )
}

/** One after the other; `looks` counts up while others look, so that what stays open does so meanwhile. */
export async function writes(url: string, works: readonly Work[], looks: () => number): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    for (const one of works) await writeOnce(sql, one, looks)
  } finally {
    await sql.end()
  }
}

const GIVEN_UP = new Error('given up')

async function writeOnce(sql: postgres.Sql, { deeds, end }: Work, looks: () => number): Promise<void> {
  try {
    await sql.begin(async (tx) => {
      for (const one of deeds.slice(0, -1)) await write(tx, one)
      const last = deeds.at(-1)
      if (last)
        await tx
          .savepoint(async (inner) => {
            await write(inner, last)
            if (end === 'takes-back-the-last') throw GIVEN_UP
          })
          .catch(expectGivenUp)
      if (end === 'stays-open') for (const from = looks(); looks() < from + 2; ) await breath()
      if (end === 'dies') await tx`select pg_terminate_backend(pg_backend_pid())`
      if (end === 'rolls-back') throw GIVEN_UP
    })
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    // Two who waited for each other, and whoever died.
    if (!['40P01', '57P01', 'CONNECTION_CLOSED', 'ECONNRESET'].includes(code)) expectGivenUp(error)
  }
}

function expectGivenUp(error: unknown): void {
  if (error !== GIVEN_UP) throw error
}

async function write(tx: postgres.TransactionSql, one: Deed): Promise<void> {
  if (one.does === 'files') return file(tx, one.at)
  if (one.does === 'changes-many') {
    await tx`update deals set ${tx(moments(one.change))} where id % 3 = ${one.third}`
    return
  }
  // Of those that are there, however many that are by now.
  const rows = await tx<{ id: number }[]>`
    select id from deals where id in (select 1 + n % (select greatest(max(id), 1) from deals) from unnest(${one.which}::int[]) n)`
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return
  if (one.does === 'changes') await tx`update deals set ${tx(moments(one.change))} where id in ${tx(ids)}`
  if (one.does === 'forgets') {
    await tx`delete from sla_clocks where ticket_id in ${tx(ids)} and clock = 'next_response'`
    await tx`delete from sla_warnings where ticket_id in ${tx(ids)}`
  }
  if (one.does === 'marks')
    await tx`
      insert into sla_warnings ${tx(ids.map((ticket_id) => ({ ticket_id, clock: one.clock, percent: one.percent, due_at: at(0), started_at: at(-60), passed_at: at(0), is_told: true })))}
      on conflict do nothing`
  if (one.does === 'clocks') {
    const clock = {
      ...{ clock: one.clock, state: one.state, started_at: at(one.started), fulfilled_at: at(one.fulfilled) },
      ...{ breached_at: at(one.breached), due_at: at(one.due), at_risk_at: at(one.risk) },
    }
    await tx`
      insert into sla_clocks ${tx(ids.map((ticket_id) => ({ ticket_id, ...clock })))}
      on conflict (ticket_id, clock) do update set state = excluded.state, started_at = excluded.started_at,
        fulfilled_at = excluded.fulfilled_at, breached_at = excluded.breached_at, due_at = excluded.due_at, at_risk_at = excluded.at_risk_at`
  }
}

async function file(tx: postgres.TransactionSql, moments: readonly number[]): Promise<void> {
  const rows = moments.map((minutes) => {
    const originKey = randomUUID()
    return {
      ...{
        origin_key: originKey,
        ticket_number: originKey.slice(0, 20),
        title: 'Impressora',
        description: '',
      },
      ...{ pipeline_id: 19, stage_id: 'C19:NEW', priority: 'medium', created_at: at(minutes) },
    }
  })
  await tx`insert into deals ${tx(rows)}`
}

/** The noon around which moments lie. */
export const NOON = new Date(Date.UTC(2026, 5, 15) + 12 * HOUR_MS)
