import { setTimeout as delay } from 'node:timers/promises'
import pRetry from 'p-retry'
import type { Clock } from '#src/ports.ts'
import { CrmError, type Priority } from '#src/providers/crm-provider.ts'
import { createBreaker } from './breaker.ts'
import { isAway } from './failures.ts'
import { encodeCommand } from './php-query.ts'
import type { RateBucket } from './rate-limit.ts'
import type { Outcome, RestClient } from './rest-client.ts'
import type { Answer } from './wire.ts'

export type CallOptions = {
  priority: Priority
  /** A write whose fate is unknown is never made again by itself; a read is. */
  isWrite?: boolean
  /** Files may not travel in a batch. */
  isAlone?: boolean
}
export type CallQueue = {
  /** Throws CrmError. */
  call(method: string, params: object, options: CallOptions): Promise<Answer>
  isAway(): boolean
  close(): void
}

type Options = { client: RestClient; bucket: RateBucket; clock: Clock; retries?: number }
type Waiting = {
  method: string
  params: object
  options: CallOptions
  /** The same for reads that ask the same. */
  key: string | null
  resolve: (answer: Answer) => void
  reject: (error: CrmError) => void
}

const MOST_COMMANDS = 50
const RETRIES = 4
const FIRST_RETRY_MS = 500
/** The portal does not say for how long a method is blocked; it says so with each answer before. */
const UNKNOWN_BLOCK_MS = 60_000
/** So often people go first while others wait too. */
const PEOPLE_IN_A_ROW = 3

/**
 * Every call waits here for a place in the bucket. With a place free it leaves at once and alone; what gathers while
 * there is none leaves together, up to fifty in one request. So an idle gateway adds no delay, and a busy one
 * gets fifty times as much out of the same two requests a second.
 */
export function createCallQueue({ client, bucket, clock, retries = RETRIES }: Options): CallQueue {
  const waiting: Record<Priority, Waiting[]> = { people: [], background: [] }
  const shared = new Map<string, Promise<Answer>>()
  const blockedUntil = new Map<string, number>()
  const resetAt = new Map<string, number>()
  const breaker = createBreaker(clock)
  const closed = new AbortController()
  let somebodyCame = new AbortController()
  let isPumping = false
  let peopleInARow = 0
  /** Halved when a batch is cut for taking too long, and grown back by those that are not. */
  let mostCommands = MOST_COMMANDS

  function enqueue(method: string, params: object, options: CallOptions): Promise<Answer> {
    refuseWhenBlocked(method)
    const key = options.isWrite ? null : `${options.priority} ${method} ${JSON.stringify(params)}`
    const same = key === null ? undefined : shared.get(key)
    if (same) return same
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    waiting[options.priority].push({ method, params, options, key, resolve, reject })
    if (key !== null) shared.set(key, promise)
    if (options.priority === 'people') somebodyCame.abort()
    void pump()
    return promise
  }

  function refuseWhenBlocked(method: string): void {
    if (closed.signal.aborted) throw new CrmError('refused', 'closed', 'The gateway is stopping')
    const until = blockedUntil.get(method) ?? 0
    if (until <= clock().getTime()) return
    throw new CrmError('refused', 'method-blocked', `${method} is blocked by the CRM for now`, {
      retryAt: new Date(until),
    })
  }

  async function pump(): Promise<void> {
    if (isPumping) return
    isPumping = true
    try {
      while (waiting.people.length + waiting.background.length > 0 && !closed.signal.aborted) await step()
    } catch {
      // The database is away, and without it nobody knows what the others send.
      rejectAll(new CrmError('refused', 'no-bucket', 'The shared limit of the CRM cannot be counted now'))
    } finally {
      isPumping = false
    }
  }

  async function step(): Promise<void> {
    if (breaker.isShut()) {
      const retryAt = breaker.retryAt()
      rejectAll(new CrmError('refused', 'crm-away', 'The CRM is away; it is tried again later', { retryAt }))
      return
    }
    const priority = nextPriority()
    somebodyCame = new AbortController()
    const waitMs = await bucket.take(priority)
    if (waitMs === 0) {
      peopleInARow = priority === 'people' ? peopleInARow + 1 : 0
      const group = takeGroup(priority)
      // Whoever asks from here on may ask for what changed since: only reads that still wait are shared.
      for (const { key } of group) if (key !== null) shared.delete(key)
      if (group.length > 0) breaker.began()
      void dispatch(group)
      return
    }
    // Background work may have to wait longer than a person who comes meanwhile.
    const interrupted = AbortSignal.any([closed.signal, somebodyCame.signal])
    await delay(waitMs, undefined, { signal: interrupted }).catch(() => undefined)
  }

  function nextPriority(): Priority {
    if (waiting.people.length === 0) return 'background'
    return waiting.background.length > 0 && peopleInARow >= PEOPLE_IN_A_ROW ? 'background' : 'people'
  }

  function takeGroup(priority: Priority): Waiting[] {
    const line = waiting[priority]
    const group: Waiting[] = []
    const first = line.shift()
    if (!first) return group
    group.push(first)
    if (goesAlone(first)) return group
    for (let index = 0; index < line.length && group.length < mostCommands; ) {
      const next = line[index]
      if (next && !goesAlone(next)) group.push(...line.splice(index, 1))
      else index += 1
    }
    return group
  }

  const goesAlone = ({ method, params, options }: Waiting) =>
    options.isAlone === true ||
    (blockedUntil.get('batch') ?? 0) > clock().getTime() ||
    encodeCommand(method, params) === null

  async function dispatch(group: Waiting[]): Promise<void> {
    const [only] = group
    if (!only) return
    const outcomes = group.length === 1 ? [await client.one(only)] : await client.batch(group)
    learn(group, outcomes)
    for (const [index, one] of group.entries()) {
      const outcome = outcomes[index]
      if (outcome && 'answer' in outcome) one.resolve(outcome.answer)
      else one.reject(outcome?.failure ?? new CrmError('unknown', 'no-outcome', 'No outcome'))
    }
  }

  function learn(group: readonly Waiting[], outcomes: readonly Outcome[]): void {
    const failures = outcomes.flatMap((outcome) => ('failure' in outcome ? [outcome.failure] : []))
    const away = failures.length === group.length && failures.every(isAway)
    if (away) breaker.failed()
    else breaker.succeeded()
    if (away && group.length > 1) mostCommands = Math.max(1, Math.floor(group.length / 2))
    else if (!away && group.length >= mostCommands) mostCommands = Math.min(MOST_COMMANDS, mostCommands * 2)
    if (failures.some(({ code }) => code === 'too-many-requests'))
      void bucket.overflow().catch(() => undefined)
    for (const [index, { method }] of group.entries()) {
      const outcome = outcomes[index]
      if (outcome && 'answer' in outcome && outcome.answer.operatingResetAt)
        resetAt.set(method, outcome.answer.operatingResetAt.getTime())
      if (outcome && 'failure' in outcome && outcome.failure.code === 'method-blocked')
        block(method, group, failures)
    }
  }

  /** One method is blocked and the others are not; where every command of a batch is, it is the batch itself. */
  function block(method: string, group: readonly Waiting[], failures: readonly CrmError[]): void {
    const nowMs = clock().getTime()
    const known = resetAt.get(method) ?? 0
    const blocked = group.length > 1 && failures.length === group.length ? 'batch' : method
    blockedUntil.set(blocked, known > nowMs ? known : nowMs + UNKNOWN_BLOCK_MS)
  }

  function rejectAll(error: CrmError): void {
    for (const line of Object.values(waiting))
      for (const one of line.splice(0)) {
        if (one.key !== null) shared.delete(one.key)
        one.reject(error)
      }
  }

  return {
    call: (method, params, options) =>
      pRetry(async () => enqueue(method, params, options), {
        retries,
        minTimeout: FIRST_RETRY_MS,
        randomize: true,
        // No signal: with one, an answer that arrives while we stop would be reported as refused.
        unref: true,
        shouldRetry: ({ error }) => mayRepeat(error, options),
      }),
    isAway: () => breaker.state() !== 'closed',
    close() {
      closed.abort(new CrmError('refused', 'closed', 'The gateway is stopping'))
      rejectAll(new CrmError('refused', 'closed', 'The gateway is stopping'))
    },
  }
}

/** Here for moments only: what has to wait longer is waited for by promised work. */
function mayRepeat(error: Error, { isWrite }: CallOptions): boolean {
  if (!(error instanceof CrmError) || error.code === 'closed' || error.code === 'overloaded') return false
  if (error.retryAt !== undefined || error.code === 'method-blocked') return false
  return error.outcome === 'refused' || (error.outcome === 'unknown' && !isWrite)
}
