import { sql } from 'drizzle-orm'
import { type Db, isDeadlock, type Tx } from '#src/db/connect.ts'
import type { Clock } from '#src/ports.ts'
import { type Ending, endingOf, type Judge } from './backoff.ts'
import type { Able, Claimed } from './claim.ts'
import { describeError } from './describe-error.ts'
import { type End, type Ended, endJob } from './end-jobs.ts'
import { GiveUp, LeaseLost } from './ends.ts'
import type { Hand } from './hands.ts'
import { laneOf } from './lanes.ts'
import type { AnyTask, Changed, JobInHand } from './worker.ts'

type Needs = {
  db: Db
  able: Able
  tasks: Readonly<Record<string, AnyTask>>
  judge: Judge
  clock: Clock
  takesNext(hand: Hand): boolean
  /** It ended by `finish`, together with what it changed. */
  finished(hand: Hand, ended: Pick<Ended, 'next' | 'busy'>, askedAtMs: number): void
}
type Change = (tx: Tx) => Changed

const FINISH_TRIES = 5
const LOST_AGAIN_PAUSE_MS = 30_000

/** Does the job, and returns how it ended; null if that is written already, or is no longer ours to write. */
export async function runJob(hand: Hand, needs: Needs): Promise<End | null> {
  const { claimed, stop } = hand
  const { tasks, judge, clock } = needs
  if (claimed.isDone) return { ...endOf(hand, { state: 'done' }, needs), isNoted: true }
  if (claimed.lastOutcome === 'lost-again') return endOf(hand, lostAgain(claimed), needs)
  try {
    const task = tasks[claimed.name]
    if (!task) throw new GiveUp(`Nothing here does ${claimed.name}`)
    await task.run(task.read(claimed.payload), toJob(hand, needs))
    return hand.phase !== 'running' ? null : endOf(hand, { state: 'done' }, needs)
  } catch (error) {
    if (hand.phase !== 'running' || error instanceof LeaseLost || stop.signal.reason instanceof LeaseLost)
      return null
    const ending = endingOf(error, claimed, judge, clock())
    const isOurFault = stop.signal.aborted && ending.state === 'waiting' && ending.mayExist
    return { ...endOf(hand, isOurFault ? givenBack(claimed) : ending, needs), error: describeError(error) }
  }
}

/** Its worker died twice in a row: it may be what kills workers, and what else they do has to come through. */
const lostAgain = ({ failures }: Claimed) =>
  ({
    state: 'waiting',
    outcome: 'lost',
    delayMs: LOST_AGAIN_PAUSE_MS,
    failures,
    mayExist: true,
    isAttempt: false,
  }) satisfies Ending

/** Whoever takes it next has to look how far we came. */
export const givenBack = ({ failures }: Claimed) =>
  ({
    state: 'waiting',
    outcome: 'given-back',
    delayMs: 0,
    failures,
    mayExist: true,
    isAttempt: true,
  }) satisfies Ending

export function endOf(hand: Hand, ending: Ending, { takesNext }: Pick<Needs, 'takesNext'>): End {
  const { id, fence, key } = hand.claimed
  return { ...ending, id, fence, key, takesNext: takesNext(hand) }
}

function toJob(hand: Hand, needs: Needs): JobInHand {
  const { id, attempts, key, lane, mayExist, brokenOffAgoMs, promisedAtMs } = hand.claimed
  return {
    id,
    attempt: attempts,
    key,
    lane: laneOf(lane),
    mayExist,
    brokenOffAt: brokenOffAgoMs === null ? null : new Date(needs.clock().getTime() - brokenOffAgoMs),
    promisedAt: new Date(promisedAtMs),
    signal: hand.stop.signal,
    async finish(change) {
      if (hand.phase !== 'running') throw new Error('a job ends once')
      hand.phase = 'finishing'
      try {
        const askedAtMs = performance.now()
        const ended = await finishOnce(hand, change, needs)
        needs.finished(hand, ended, askedAtMs)
      } finally {
        if (hand.phase === 'finishing') hand.phase = 'running'
      }
    },
  }
}

/** A transaction of others may want what ours holds and hold what ours wants; the one that lost is made again. */
async function finishOnce(hand: Hand, change: Change, needs: Needs): Promise<Ended> {
  for (let tries = 1; ; tries++) {
    try {
      return await needs.db.transaction((tx) => finish(tx, hand, change, needs))
    } catch (error) {
      if (!isDeadlock(error) || tries === FINISH_TRIES) throw error
    }
  }
}

async function finish(tx: Tx, hand: Hand, change: Change, needs: Needs): Promise<Ended> {
  const { id, fence } = hand.claimed
  // It leaves together with the first statement of the change, and is done before that.
  const [held, changed] = await Promise.allSettled([
    tx.execute(sql`select from jobs where id = ${id} and fence = ${fence} and state = 'running' for update`),
    change(tx),
  ])
  if (held.status === 'rejected') throw held.reason
  if (held.value.length === 0) throw new LeaseLost()
  if (changed.status === 'rejected') throw changed.reason
  const result = changed.value ?? undefined
  return endJob(tx, { ...endOf(hand, { state: 'done' }, needs), result }, needs.able)
}
