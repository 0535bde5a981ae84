import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  varchar,
} from 'drizzle-orm/pg-core'
import type { JobId } from '#src/ids.ts'
import { moment } from './columns.ts'

/**
 * Work that was promised in a transaction and is not done yet. Jobs of one key are done one at a time, in the order of
 * their ids: only the first of them is `isHead`, and may be claimed. All moments are of the database's clock.
 */
export const jobs = pgTable(
  'jobs',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity().$type<JobId>(),
    name: varchar({ length: 64 }).notNull(),
    payload: jsonb().notNull().$type<Record<string, unknown>>(),
    key: varchar({ length: 128 }),
    isHead: boolean().notNull(),
    /** A waiting job that would do the same is not promised twice. */
    mergeKey: varchar({ length: 192 }),
    /** 0 people, 1 events, 2 mail, 3 reconcile, 4 backfill. */
    lane: smallint().notNull(),
    state: varchar({ length: 8 }).notNull().default('waiting').$type<'waiting' | 'running' | 'dead'>(),
    promisedAt: moment().notNull().default(sql`clock_timestamp()`),
    /** Waiting: not before. */
    runAt: moment().notNull().default(sql`clock_timestamp()`),
    /** Running: whose it is until then. */
    leaseUntil: moment(),
    worker: varchar({ length: 64 }),
    /** Counts claims: whoever holds an older number has lost the job, and may not commit. */
    fence: integer().notNull().default(0),
    attempts: integer().notNull().default(0),
    /** How many of them went wrong: ended in a mistake of ours, or with their worker. */
    failures: integer().notNull().default(0),
    /** An attempt may have done it, in part or in whole: the next one looks first. */
    mayExist: boolean().notNull().default(false),
    /** When an attempt was lost or given back in its middle: what it had begun may have gone on for a while after that. */
    brokenOffAt: moment(),
    /** What became of the last attempt: see backoff.ts. */
    lastOutcome: varchar({ length: 16 }),
    lastError: text(),
  },
  (table) => [
    index('jobs_due')
      .on(table.lane, table.runAt, table.id)
      .where(sql`${table.state} = 'waiting' and ${table.isHead}`),
    index('jobs_by_key').on(table.key, table.id).where(sql`${table.key} is not null`),
    index('jobs_by_merge_key').on(table.mergeKey).where(sql`${table.mergeKey} is not null`),
    index('jobs_running').on(table.id).where(sql`${table.state} = 'running'`),
    index('jobs_dead').on(table.id).where(sql`${table.state} = 'dead'`),
    check('jobs_state_is_known', sql`${table.state} in ('waiting', 'running', 'dead')`),
    check('jobs_lane_is_known', sql`${table.lane} between 0 and 4`),
  ],
)

/** What was done a short while ago, and how it came out; trimmed. */
export const jobHistory = pgTable('job_history', {
  id: bigint({ mode: 'number' }).primaryKey().$type<JobId>(),
  name: varchar({ length: 64 }).notNull(),
  key: varchar({ length: 128 }),
  lane: smallint().notNull(),
  promisedAt: moment().notNull(),
  endedAt: moment().notNull().default(sql`clock_timestamp()`),
  attempts: integer().notNull(),
  /** What whoever waits for it wants to know. */
  result: jsonb().$type<Record<string, unknown>>(),
})
