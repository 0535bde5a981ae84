import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '#src/ports.ts'
import { type CallOutcome, CrmError, type CrmState, type Priority } from '#src/providers/crm-provider.ts'
import { createBreaker } from './breaker.ts'
import { createBudgets } from './budgets.ts'
import { isAway, needsPerson } from './failures.ts'
import { createLines } from './lines.ts'
import { encodeCommand } from './php-query.ts'
import { noBucket, type RateBucket, waitForPlace } from './rate-limit.ts'
import { repeat } from './repeat.ts'
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
  /** Waits for a place in the bucket, for a request that is no call. Throws CrmError. */
  place(priority: Priority): Promise<void>
  state(): CrmState
  numbers(): QueueNumbers
  close(): void
}
export type QueueNumbers = {
  waiting: Record<Priority, number>
  /** By method, and of `batch`. */
  operatingS: ReadonlyMap<string, number>
}
/** Told of everything as it happens, for metrics and alarms. */
export type QueueObserver = {
  left(commands: number): void
  ended(call: { method: string; outcome: 'answered' | CallOutcome; waitedMs: number }): void
  stateChanged(state: CrmState): void
}

type Options = {
  client: RestClient
  bucket: Pick<RateBucket, 'take' | 'overflow'>
  clock: Clock
  observer?: QueueObserver
  retries?: number
}
type Waiting = {
  sinceMs: number
  leftMs: number
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
const NO_OUTCOME: Outcome = {
  failure: new CrmError('unknown', 'no-outcome', 'The batch says nothing about this command'),
}

/**
 * Every call waits here for a place in the bucket. With a place free it leaves at once and alone; what gathers while
 * there is none leaves together, up to fifty in one request. So an idle gateway adds no delay, and a busy one
 * gets fifty times as much out of the same two requests a second.
 */
export function createCallQueue({ client, bucket, clock, observer, retries = RETRIES }: Options): CallQueue {
  const lines = createLines<Waiting>()
  const shared = new Map<string, Promise<Answer>>()
  const budgets = createBudgets(clock)
  const breaker = createBreaker(clock)
  let isPersonNeeded = false
  let lastState: CrmState = 'up'
  const closed = new AbortController()
  let somebodyCame = new AbortController()
  let isPumping = false
  /** Halved when a batch is too large or cut for taking too long, and grown back by those that are not. */
  let mostCommands = MOST_COMMANDS

  function enqueue(method: string, params: object, options: CallOptions): Promise<Answer> {
    refuseWhenBlocked(method, options)
    const key = options.isWrite ? null : `${options.priority} ${method} ${JSON.stringify(params)}`
    const same = key === null ? undefined : shared.get(key)
    if (same) return same
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const sinceMs = performance.now()
    lines.join(options.priority, {
      sinceMs,
      leftMs: sinceMs,
      method,
      params,
      options,
      key,
      resolve,
      reject,
    })
    if (key !== null) shared.set(key, promise)
    if (options.priority === 'people') somebodyCame.abort()
    void pump()
    return promise
  }

  function refuseWhenBlocked(method: string, { priority }: CallOptions): void {
    if (closed.signal.aborted) throw new CrmError('refused', 'closed', 'The gateway is stopping')
    const reserved = priority === 'background' ? budgets.reservedUntil(method) : null
    const retryAt = budgets.blockedUntil(method) ?? reserved
    if (retryAt === null) return
    throw new CrmError('refused', 'method-blocked', `${method} is blocked by the CRM for now`, { retryAt })
  }

  async function pump(): Promise<void> {
    if (isPumping) return
    isPumping = true
    try {
      while (lines.isAnybodyThere() && !closed.signal.aborted) await step()
    } catch {
      // The database is away, and without it nobody knows what the others send.
      rejectAll(noBucket())
    } finally {
      isPumping = false
    }
  }

  async function step(): Promise<void> {
    if (breaker.isShut()) {
      const retryAt = breaker.retryAt()
      rejectAll(
        breaker.isStopped()
          ? new CrmError('refused', 'overloaded', 'The CRM has blocked us, and its support must lift that', {
              retryAt,
            })
          : new CrmError('refused', 'crm-away', 'The CRM is away; it is tried again later', { retryAt }),
      )
      return
    }
    const priority = lines.next()
    somebodyCame = new AbortController()
    // A turn that background work has among people is as good as theirs: while it waits for places, they would too.
    const waitMs = await bucket.take(lines.lengths().people > 0 ? 'people' : priority)
    if (waitMs === 0) {
      const group = lines.take(priority, mostCommands, goesAlone)
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

  const goesAlone = ({ method, params, options: { isAlone, priority } }: Waiting) =>
    isAlone === true ||
    budgets.blockedUntil('batch') !== null ||
    (priority === 'background' && budgets.reservedUntil('batch') !== null) ||
    encodeCommand(method, params) === null

  async function dispatch(group: Waiting[]): Promise<void> {
    const [only] = group
    if (!only) return
    for (const one of group) one.leftMs = performance.now()
    observer?.left(group.length)
    const { outcomes, whole } = group.length === 1 ? await sendAlone(only) : await client.batch(group)
    learn(group, outcomes, whole)
    for (const [index, one] of group.entries()) {
      const outcome = outcomes[index] ?? NO_OUTCOME
      observer?.ended({
        method: one.method,
        outcome: 'answer' in outcome ? 'answered' : outcome.failure.outcome,
        waitedMs: one.leftMs - one.sinceMs,
      })
      if ('answer' in outcome) one.resolve(outcome.answer)
      else one.reject(outcome.failure)
    }
  }

  async function sendAlone(call: Waiting) {
    const whole = await client.one(call)
    return { outcomes: [whole], whole }
  }

  function learn(group: readonly Waiting[], outcomes: readonly Outcome[], whole: Outcome): void {
    const failures = outcomes.flatMap((outcome) => ('failure' in outcome ? [outcome.failure] : []))
    const away = failures.length === group.length && failures.every(isAway)
    isPersonNeeded = failures.length === group.length && failures.every(needsPerson)
    if (failures.some(({ code }) => code === 'overloaded')) breaker.stop()
    else if (away) breaker.failed()
    else breaker.succeeded()
    const isTooMuch = away || failures.some(({ code }) => code === 'batch-too-large')
    if (isTooMuch && group.length > 1) mostCommands = Math.max(1, Math.floor(group.length / 2))
    else if (!isTooMuch && group.length >= mostCommands)
      mostCommands = Math.min(MOST_COMMANDS, mostCommands * 2)
    if (failures.some(({ code }) => code === 'too-many-requests'))
      void bucket.overflow().catch(() => undefined)
    const isBatch = group.length > 1
    if (isBatch) learnBudget('batch', whole)
    // A batch that was turned away as a whole says nothing of the methods in it.
    if (!isBatch || 'answer' in whole)
      for (const [index, { method }] of group.entries()) learnBudget(method, outcomes[index] ?? NO_OUTCOME)
    tellState()
  }

  function learnBudget(method: string, outcome: Outcome): void {
    if ('answer' in outcome) budgets.learn(method, outcome.answer)
    else if (outcome.failure.code === 'method-blocked') budgets.block(method)
  }

  function state(): CrmState {
    if (breaker.isStopped() || isPersonNeeded) return 'stopped'
    return breaker.state() === 'closed' ? 'up' : 'away'
  }

  function tellState(): void {
    if (state() === lastState) return
    lastState = state()
    observer?.stateChanged(lastState)
  }

  function rejectAll(error: CrmError): void {
    for (const one of lines.clear()) {
      if (one.key !== null) shared.delete(one.key)
      one.reject(error)
    }
  }

  return {
    call: (method, params, options) =>
      repeat(retries, options.isWrite === true, async () => enqueue(method, params, options)),
    place: (priority) => waitForPlace(bucket, priority, closed.signal),
    state,
    numbers: () => ({
      waiting: lines.lengths(),
      operatingS: budgets.usedSeconds(),
    }),
    close() {
      closed.abort(new CrmError('refused', 'closed', 'The gateway is stopping'))
      rejectAll(new CrmError('refused', 'closed', 'The gateway is stopping'))
    },
  }
}
