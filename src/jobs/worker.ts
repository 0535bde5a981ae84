import { randomUUID } from 'node:crypto'
import * as os from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { Db, Tx } from '#src/db/connect.ts'
import { type Planned, runIn } from '#src/db/planned.ts'
import { notify, type Signals } from '#src/db/signals.ts'
import type { JobId } from '#src/ids.ts'
import type { Log } from '#src/log.ts'
import type { Clock } from '#src/ports.ts'
import type { Judge } from './backoff.ts'
import { type Claimed, claim, claimPromised } from './claim.ts'
import type { End, Ended } from './end-jobs.ts'
import { gatherEnds } from './gather-ends.ts'
import { createHands, type Hand } from './hands.ts'
import { keepLeases } from './keep-leases.ts'
import { createTurns, freePlaces, type Lane, numberOf, PLACES } from './lanes.ts'
import { createLook } from './look.ts'
import { nextDue } from './next-due.ts'
import type { JobObserver } from './observer.ts'
import { endOf, givenBack, runJob } from './run-job.ts'
import type { PayloadOf, TaskName } from './tasks.ts'

export type JobInHand = {
  id: JobId
  /** 1 is the first. */
  attempt: number
  key: string | null
  lane: Lane
  /** An earlier attempt may have done it, in part or in whole: look first. One that was refused did nothing. */
  mayExist: boolean
  /** When an earlier attempt was broken off: what it had asked of others may have been under way for a while after. */
  brokenOffAt: Date | null
  promisedAt: Date
  /** Aborted when the job is no longer ours, and when we stop: what is not over soon is left to others. */
  signal: AbortSignal
  /** The end of the job and what it changes, in one transaction. Throws LeaseLost if the job is no longer ours. */
  finish(change: (tx: Tx) => Changed): Promise<void>
}
/** What whoever waits for the job wants to know, if anything. */
export type Changed = Promise<Record<string, unknown> | undefined> | Promise<void>
/** Returning is the end of the job, unless `finish` was. May throw what the judge knows, Postpone and GiveUp. */
export type Task<N extends TaskName> = (payload: PayloadOf<N>, job: JobInHand) => Promise<void>
/** What is not in it is left to other workers. */
export type Tasks = { [N in TaskName]?: Task<N> }

/** A task whatever its payload; `read` throws for one that does not fit. */
export type AnyTask = {
  read(payload: unknown): unknown
  run(payload: unknown, job: JobInHand): Promise<void>
}

export type Worker = {
  /** There may be something due: look at once. */
  wake(): void
  /**
   * As many as there are places for of the jobs that this transaction promised in silence, last of all in it: the others are left to
   * whoever looks. Returns how to begin them, once it is committed.
   */
  take(tx: Tx, ids: readonly JobId[], lane: Lane): Promise<() => void>
  /** Nothing new is begun; resolves when what is in hand has ended or was given back. */
  stop(): Promise<void>
}

type Needs = {
  /** For what jobs change. */
  db: Db
  /** For the worker itself: its leases must not wait behind requests for a connection. */
  own: Planned
  signals: Signals
  tasks: Readonly<Record<string, AnyTask>>
  judge: Judge
  clock: Clock
  log: Log
  observer: JobObserver
  /** Told before a job goes dead, so that it is seen by whoever looks at what the job was about. May be told twice. */
  died?: (name: string, payload: unknown, reason: string) => Promise<void>
}

const LOOK_EVERY_MS = 1_000
/** Between two looks for what is due by its time, however many moments there are. */
const SHORTEST_REST_MS = 25
/** When we stop, what is in hand may still end by itself for so long; then it is told; then it is given back. */
const GRACE_MS = 3_000
const LAST_GRACE_MS = 1_500
const GIVE_BACK_MS = 1_000
/** So many jobs of one key may follow each other in one place while others wait for theirs. */
const MOST_IN_A_ROW = 25

/** Does what was promised, from now on until it is stopped. Postgres may go away and come back meanwhile. */
export function startWorker(needs: Needs): Worker {
  const { db, own, signals, tasks, judge, clock, log, observer, died = async () => undefined } = needs
  const worker = `${os.hostname().slice(0, 32)}:${process.pid}:${randomUUID().slice(0, 8)}`
  const able = { worker, names: Object.keys(tasks) }
  const hands = createHands()
  const turns = createTurns()
  let isStopping = false
  /** By number: those of which there may be more than we had places for. */
  let fullLanes: number[] = []

  const takesNext = (hand: Hand) => !isStopping && hand.inARow < MOST_IN_A_ROW
  const ends = gatherEnds(own, able, {
    log,
    told(settled, { ids, next }, askedAtMs) {
      const inARow = new Map<string | null, number>()
      for (const end of settled) {
        const hand = hands.get(end.id)
        if (!hand || hand.claimed.fence !== end.fence) continue
        inARow.set(end.key, hand.inARow)
        leave(hand, ids.has(end.id) ? end : null)
      }
      for (const claimed of next) begin(claimed, (inARow.get(claimed.key) ?? 0) + 1, askedAtMs)
      lookForMore()
    },
  })
  const running = {
    ...{ db, able, tasks, judge, clock, takesNext },
    finished(hand: Hand, { next, busy }: Pick<Ended, 'next' | 'busy'>, askedAtMs: number) {
      const [later] = busy
      if (later) return write(hand, later)
      leave(hand, endOf(hand, { state: 'done' }, { takesNext }))
      for (const claimed of next) begin(claimed, hand.inARow + 1, askedAtMs)
      lookForMore()
    },
  }

  function begin(claimed: Claimed, inARow: number, askedAtMs: number): void {
    const hand = hands.take(claimed, inARow, askedAtMs)
    if (isStopping) {
      const untouched = { ...givenBack(claimed), isAttempt: false, mayExist: false }
      write(hand, endOf(hand, untouched, running))
    } else
      void runJob(hand, running).then((ended) => {
        if (ended) write(hand, ended)
        else if (hand.phase === 'running') leave(hand, null)
      })
  }

  function write(hand: Hand, ended: End): void {
    if (hand.phase === 'ending' || hand.phase === 'over') return
    hand.phase = 'ending'
    if (ended.state === 'dead') void tell(hand, ended).finally(() => ends.add(ended))
    else ends.add(ended)
  }

  /** It is dead all the same if nobody could be told. */
  async function tell({ claimed: { id, name, payload } }: Hand, { error = '' }: End): Promise<void> {
    try {
      await died(name, payload, error)
    } catch (err) {
      log.error({ err, job: id, name }, 'nobody was told of a dead job')
    }
  }

  /** `end`: null if it was not for us to write. */
  function leave(hand: Hand, end: End | null): void {
    if (hand.phase === 'over') return
    hands.leave(hand)
    const { id, name, lane, attempts, waitedMs } = hand.claimed
    const outcome = end === null ? 'lost' : end.state === 'done' ? 'done' : end.outcome
    const durationS = (performance.now() - hand.startedAtMs) / 1_000
    const isDead = end?.state === 'dead'
    observer.ended({ name, lane, outcome, isDead, durationS, waitedS: waitedMs / 1_000 })
    const details = { job: id, name, attempts, outcome, error: end?.error }
    if (isDead) log.error(details, 'a job is dead')
    else if (outcome === 'failed' || outcome === 'lost') log.warn(details, 'a job has to be done again')
    else log.debug(details, 'job ended')
  }

  async function claimOnce(withLost: boolean): Promise<void> {
    const inHand = hands.lanes()
    const most = PLACES - inHand.length
    if (most <= 0) return
    const free = freePlaces(inHand)
    const oldest = turns.shareOf(most)
    const askedAtMs = performance.now()
    const claimed = await claim(own, able, { free, most, oldest, withLost })
    turns.gave(claimed.length)
    // One that could not take all it had places for was cut short by the others.
    const isCutShort = claimed.length >= most - oldest
    fullLanes = free.flatMap((places, lane) =>
      isCutShort || claimed.filter((job) => job.lane === lane).length >= places ? lane : [],
    )
    for (const job of claimed) begin(job, 1, askedAtMs)
    if (claimed.length > 0) lookForMore()
  }

  function lookForMore(): void {
    if (fullLanes.length === 0) return
    const free = freePlaces(hands.lanes())
    if (fullLanes.some((lane) => (free[lane] ?? 0) > 0)) look.now()
  }

  /** What is due before the next poll is begun at its moment. Nobody relies on it: the poll finds it all the same. */
  let alarm: NodeJS.Timeout | undefined
  let hasRung = false
  async function lookOnce(isPoll: boolean): Promise<void> {
    const asksForNext = isPoll || hasRung
    hasRung = false
    await claimOnce(isPoll)
    if (!asksForNext || isStopping) return
    const inMs = await nextDue(own, LOOK_EVERY_MS)
    clearTimeout(alarm)
    if (inMs !== null && !isStopping)
      alarm = setTimeout(ring, Math.max(SHORTEST_REST_MS, Math.ceil(inMs) + 1))
  }
  function ring(): void {
    hasRung = true
    look.now()
  }

  async function take(tx: Tx, ids: readonly JobId[], lane: Lane): Promise<() => void> {
    if (ids.length === 0) return () => undefined
    const most = isStopping ? 0 : (freePlaces(hands.lanes())[numberOf(lane)] ?? 0)
    const askedAtMs = performance.now()
    const claimed = most === 0 ? [] : await claimPromised(runIn(tx), able, { ids, most })
    if (claimed.length < ids.length) await notify(tx, 'jobs-due')
    return () => {
      for (const job of claimed) begin(job, 1, askedAtMs)
    }
  }

  const look = createLook(lookOnce, log)
  const stopBeating = keepLeases(own, worker, hands, log)
  const poll = setInterval(() => look.now(true), LOOK_EVERY_MS)
  const deafen = signals.listen(
    'jobs-due',
    () => look.now(),
    () => look.now(),
  )
  look.now(true)

  return {
    wake: () => look.now(),
    take,
    async stop() {
      isStopping = true
      deafen()
      clearInterval(poll)
      await look.stop()
      clearTimeout(alarm)
      await Promise.race([hands.whenEmpty(), delay(GRACE_MS)])
      for (const hand of hands.all()) hand.stop.abort(new Error('the gateway stops'))
      await Promise.race([hands.whenEmpty(), delay(LAST_GRACE_MS)])
      for (const hand of hands.all())
        if (hand.phase === 'running') write(hand, endOf(hand, givenBack(hand.claimed), running))
      await Promise.race([hands.whenEmpty(), delay(GIVE_BACK_MS)])
      stopBeating()
    },
  }
}
