import { randomBytes } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import * as fc from 'fast-check'
import postgres from 'postgres'
import { expect, inject, test } from 'vitest'
import type { Caller } from '#src/auth/access.ts'
import { connectDatabase, type Db, isDatabaseAway, type Tx } from '#src/db/connect.ts'
import { PRIORITIES } from '#src/db/ticket-schema.ts'
import type { SessionId, UserId } from '#src/ids.ts'
import { readReport } from '#src/sla/read-report.ts'
import { GROUPINGS } from '#src/sla/report.ts'
import { keepFacts } from '#src/stats/keep-facts.ts'
import { readGroups } from '#src/stats/read-groups.ts'
import { readStats } from '#src/stats/read-stats.ts'
import { readTrends } from '#src/stats/read-trends.ts'
import { breath } from '#test/breath.ts'
import { wrongFacts } from '#test/invariants/facts-agree.ts'
import { withDatabase } from '#test/postgres.ts'
import {
  type Asked,
  byGroup,
  groupsByHand,
  readAll,
  reportByHand,
  statsByHand,
  trendsByHand,
} from './by-hand.ts'
import { DEPARTMENTS, NOON, TAGS, type Work, work, writes } from './writers.ts'

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)
const WRITERS = 4
const WORKS = 60
const KEEPERS = 2
const timeZone = 'America/Sao_Paulo'
const caller: Caller = {
  userId: 3 as UserId,
  sessionId: 'test' as SessionId,
  role: 'agent',
  department: 'TI',
  exceptions: {},
}

type Database = Awaited<ReturnType<typeof freshDatabase>>

async function freshDatabase() {
  const name = `world_${randomBytes(6).toString('hex')}`
  const templateUrl = inject('templateUrl')
  const admin = postgres(withDatabase(templateUrl, 'postgres'), { max: 1, onnotice: () => undefined })
  await admin.unsafe(`create database ${name} template ponte_template`)
  const url = withDatabase(templateUrl, name)
  const { db, close } = connectDatabase(url, 2)
  const client = postgres(url, { max: 1, onnotice: () => undefined })
  return {
    ...{ url, db, client, admin, name },
    async [Symbol.asyncDispose]() {
      await Promise.all([close(), client.end()])
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

const day = fc
  .integer({ min: -62, max: 2 })
  .map((days) => new Date(NOON.getTime() + days * 86_400_000).toISOString().slice(0, 10))
const asked = fc
  .record({
    ends: fc.tuple(day, day).map((two) => two.toSorted()),
    filter: fc.record(
      {
        priority: fc.subarray([...PRIORITIES], { minLength: 1 }),
        category: fc.constantFrom('technical', 'general', 'none-of-ours'),
        department: fc.constantFrom(...DEPARTMENTS),
        tag: fc.constantFrom(...TAGS),
        agent: fc.constantFrom(0, 3, 4),
      },
      { requiredKeys: [] },
    ),
    isWide: fc.boolean(),
    now: fc
      .integer({ min: -600, max: 600 })
      .map((minutes) => new Date(Date.UTC(2026, 5, 15) + minutes * 60_000)),
    bucket: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
    by: fc.constantFrom(...GROUPINGS),
  })
  .map(({ ends: [from = '', to = ''], filter, isWide, ...more }) => ({
    ...more,
    asked: (isWide ? { from: '2026-04-01', to: '2026-06-30' } : { from, to, ...filter }) as Asked,
  }))
type Question = typeof asked extends fc.Arbitrary<infer One> ? One : never

/** All that is asked, and counted by hand, in one snapshot. Returns how many facts were read there, and how many tickets with a note. */
async function compare(db: Db, { asked, now, bucket, by }: Question) {
  return db.transaction(
    async (tx) => {
      const ports = { db: tx as unknown as Db, clock: () => now }
      const { agent, ...rest } = asked
      const query = {
        ...rest,
        ...(agent !== undefined && { agent: agent as UserId }),
        format: 'json' as const,
      }
      const us = now.getTime() * 1_000
      const all = await readAll(tx)
      const { unread_messages: _unread, ...stats } = await readStats(ports, caller, query, timeZone)
      expect(stats).toEqual(statsByHand(all, asked, us))
      expect(await readTrends(ports, caller, { ...query, bucket }, timeZone)).toEqual(
        trendsByHand(all, asked, bucket),
      )
      for (const each of ['agent', 'category'] as const)
        expect(byGroup(await readGroups(ports, caller, query, { by: each, timeZone }))).toEqual(
          groupsByHand(all, asked, { by: each, now: us }),
        )
      const { from, to } = asked
      const report = await readReport(ports.db, { from, to, group_by: by, format: 'json' }, { now, timeZone })
      expect({ ...report, groups: byGroup(report.groups) }).toEqual(reportByHand(all, asked, { by, now: us }))
      const [counts] = await tx.execute<{ facts: number; noted: number }>(sql`
        select (select count(*)::int from ticket_facts) as facts,
          (select count(distinct ticket_id)::int from noted_tickets) as noted`)
      return { facts: counts?.facts ?? 0, noted: counts?.noted ?? 0 }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}

const leftNoted = async (db: Db) => (await db.execute(sql`select from noted_tickets`)).length

const EVERYTHING: Question = {
  asked: { from: '2026-04-01', to: '2026-06-30' },
  ...{ now: NOON, bucket: 'day', by: 'priority' },
}

type Over = { isOver: boolean; kept: number }

async function keepsUntil(url: string, state: Over): Promise<void> {
  const { db, close } = connectDatabase(url, 1)
  while (!state.isOver) {
    try {
      await keepFacts({ db })
      state.kept += 1
    } catch (error) {
      // Killed: whatever was not committed is as if it had not been.
      if (!isDatabaseAway(error)) throw error
    }
    await breath()
  }
  await close()
}

/** Whoever is at the facts is killed where they are just then, and the next one once somebody has come through. */
async function killsUntil({ admin, name }: Database, state: Over): Promise<number> {
  let killed = 0
  while (!state.isOver) {
    const dead = await admin`
      select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}
        and query ~ 'delete from noted_tickets|pg_try_advisory' and (state = 'active' or xact_start is not null) limit 1`
    killed += dead.length
    const before = state.kept
    while (dead.length > 0 && state.kept < before + 2 && !state.isOver) await breath()
    await breath()
  }
  return killed
}

test(`G-05: what statistics say is what counting gives at any moment, whoever writes, and however often those who keep the facts are killed`, {
  timeout: 300_000,
}, async () => {
  await using database = await freshDatabase()
  const { db, client, url } = database
  const sampled = <T>(one: fc.Arbitrary<T>, numRuns: number, more = 0) =>
    fc.sample(one, { seed: SEED + more, numRuns })
  const state: Over = { isOver: false, kept: 0 }
  let [looks, mixed, working] = [0, 0, WRITERS]
  const writing = Array.from({ length: WRITERS }, async (_, n) => {
    await writes(url, sampled<Work>(work, WORKS, n + 1), () => looks)
    working -= 1
  })
  const keeping = Array.from({ length: KEEPERS }, () => keepsUntil(url, state))
  const killing = killsUntil(database, state)
  const questions = sampled(asked, 2_000)
  try {
    while (working > 0) {
      const { facts, noted } = await compare(db, questions[looks % questions.length] ?? EVERYTHING)
      if (facts > 0 && noted > 0) mixed += 1
      expect(await wrongFacts(client)).toEqual([])
      looks += 1
    }
  } catch (error) {
    throw new Error(`with seed ${SEED}`, { cause: error })
  } finally {
    looks = Number.POSITIVE_INFINITY
    await Promise.all(writing)
    state.isOver = true
    await Promise.all(keeping)
  }
  expect(await killing).toBeGreaterThan(0)
  expect(mixed).toBeGreaterThan(WORKS / 4)
  await keepFacts({ db })
  expect([await leftNoted(db), await wrongFacts(client)]).toEqual([0, []])
  for (const question of questions.slice(0, 20)) await compare(db, question)
})

/** Three statements and a commit: before one of them somebody else writes, and then they go on, or die. */
function interrupted(db: Db, step: number, meanwhile: (pid: number) => Promise<void>): Db {
  const transaction = (work: (tx: Tx) => Promise<unknown>) =>
    db.transaction(async (tx) => {
      const [self] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
      let done = 0
      const reach = async () => {
        if (done === step) await meanwhile(self?.pid ?? 0)
        done += 1
      }
      const watched = {
        async execute(query: SQL) {
          await reach()
          return tx.execute(query)
        },
      }
      const result = await work(watched as unknown as Tx)
      await reach()
      return result
    })
  return { execute: db.execute.bind(db), transaction } as unknown as Db
}

test('G-05: at each step of keeping the facts somebody writes, and it goes on or is killed: no note is taken for done that was not', async () => {
  await using database = await freshDatabase()
  const { db, client, url, admin } = database
  await using writer = {
    sql: postgres(url, { max: 2, onnotice: () => undefined }),
    [Symbol.asyncDispose]: () => writer.sql.end(),
  }
  await writer.sql`
    insert into deals (origin_key, ticket_number, title, description, pipeline_id, stage_id, priority, created_at)
    select gen_random_uuid(), 'TKT-' || n, 'Rede', '', 19, 'C19:NEW', 'low', ${NOON} from generate_series(1, 20) n`
  await keepFacts({ db })
  const keeper = connectDatabase(url, 1)
  const priorities = ['urgent', 'high', 'medium']
  let turns = 0
  for (const isKilled of [true, false])
    for (const step of [0, 1, 2]) {
      turns += 1
      const priority = priorities[turns % 3] ?? 'low'
      let isReached = false
      await writer.sql.begin(async (slow) => {
        // Noted first, and not to be seen by anybody for long.
        await slow`update deals set priority = ${priority} where id <= 3`
        await writer.sql`update deals set priority = ${priority} where id between 4 and 8`
        const frail = interrupted(keeper.db, step, async (pid) => {
          if (isReached) return
          isReached = true
          await writer.sql`update deals set status = ${turns % 2 === 0 ? 'open' : 'on_hold'} where id between 6 and 10`
          await compare(db, EVERYTHING)
          if (isKilled) await admin`select pg_terminate_backend(${pid})`
        })
        const kept = await keepFacts({ db: frail }).catch((error: unknown) => error)
        expect([isReached, kept instanceof Error]).toEqual([true, isKilled])
        expect(await wrongFacts(client)).toEqual([])
        await compare(db, EVERYTHING)
      })
      expect(await leftNoted(db), 'what the slow one did').toBeGreaterThanOrEqual(3)
      await compare(db, EVERYTHING)
      await keepFacts({ db })
      expect([await leftNoted(db), await wrongFacts(client)]).toEqual([0, []])
      await compare(db, EVERYTHING)
    }
  await keeper.close()
  await writer.sql`insert into sla_clocks (ticket_id, clock, state, breached_at) values (2, 'resolution', 'running', ${NOON})`
  await keepFacts({ db })
  await writer.sql`truncate sla_clocks`
  await compare(db, EVERYTHING)
  await writer.sql`alter table sla_history disable trigger user`
  await writer.sql`truncate deals cascade`
  await compare(db, EVERYTHING)
  await keepFacts({ db })
  expect(await db.execute(sql`select from ticket_facts`)).toHaveLength(0)
})
