import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Db } from '#src/db/connect.ts'
import type { JobId } from '#src/ids.ts'
import type { Ending } from '#src/jobs/backoff.ts'
import { brokenPromises } from '#src/jobs/broken-promises.ts'
import { type Claimed, claim } from '#src/jobs/claim.ts'
import { type End, endJobs } from '#src/jobs/end-jobs.ts'
import { LANES } from '#src/jobs/lanes.ts'
import { promiseJob } from '#src/jobs/queue.ts'
import { createJobsWorld, type JobsWorld } from './jobs-world.ts'

/** Whatever may happen, one thing after the other, with transactions that stay open across the others. */
const key = fc.constantFrom('a', 'b', 'c', null)
const worker = fc.constantFrom('one', 'two')
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('promise'),
      key,
      merge: fc.boolean(),
      lane: fc.constantFrom(...LANES),
      number: fc.nat(3),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('open'), key, number: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('close'), commits: fc.boolean(), which: fc.nat() }) },
  {
    weight: 6,
    arbitrary: fc.record({ what: fc.constant('claim'), worker, most: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('end'),
      worker,
      count: fc.integer({ min: 1, max: 3 }),
      how: fc.constantFrom('done', 'done', 'waiting', 'dead'),
      takesNext: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('die'), worker }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('stale'), worker }) },
)
type Happening = typeof happening extends fc.Arbitrary<infer H> ? H : never

class Story {
  readonly #db: Db
  readonly #world: JobsWorld
  readonly #held = new Map<string, Claimed[]>([
    ['one', []],
    ['two', []],
  ])
  /** Held by workers that died, or were taken for dead. */
  readonly #stale: Claimed[] = []
  #open: { key: string | null; close(commits: boolean): Promise<void> }[] = []
  readonly #dead = new Set<number>()

  constructor(world: JobsWorld) {
    this.#world = world
    this.#db = world.db
  }

  async happens(event: Happening): Promise<void> {
    switch (event.what) {
      case 'promise':
        if (this.#isKeyHeld(event.key)) return
        await promiseJob(
          this.#db,
          'write',
          { number: event.number },
          { ...event, key: event.key ?? undefined },
        )
        return
      case 'open':
        if (!this.#isKeyHeld(event.key)) await this.#begin(event.key, event.number)
        return
      case 'close': {
        const open = this.#open[event.which % Math.max(1, this.#open.length)]
        this.#open = this.#open.filter((other) => other !== open)
        return open?.close(event.commits)
      }
      case 'claim':
        this.#heldBy(event.worker).push(...(await this.#claim(event.worker, event.most)))
        return
      case 'end':
        return this.#end(event.worker, event.count, event.how, event.takesNext)
      case 'die':
        return this.#dies(event.worker)
      case 'stale':
        // Somebody who was taken for dead says that it is done.
        expect(
          (
            await endJobs(
              this.#world.own,
              this.#stale.map((job) => endOf(job, 'done', false)),
              able('late'),
            )
          ).ids.size,
        ).toBe(0)
    }
  }

  async isSound(): Promise<void> {
    expect(await brokenPromises(this.#db)).toEqual([])
    const running = await this.#world.sql`select key from jobs where state = 'running' and key is not null`
    expect(new Set(running.map((row) => row.key)).size, 'one of a key at a time').toBe(running.length)
  }

  async closes(): Promise<void> {
    for (const open of this.#open.splice(0)) await open.close(true)
  }

  /** Everything open is closed, everything that can be done is done. */
  async ends(): Promise<void> {
    await this.closes()
    await this.#world.sql`
      update jobs set lease_until = clock_timestamp() - interval '1 second' where state = 'running'`
    for (;;) {
      await this.#world.sql`update jobs set run_at = clock_timestamp() where state = 'waiting'`
      const claimed = await this.#claim('last', 50)
      if (claimed.length === 0) break
      await endJobs(
        this.#world.own,
        claimed.map((job) => endOf(job, 'done', false)),
        able('last'),
      )
    }
    const left = await this.#world.sql`select id::int from jobs order by id`
    expect(left.map(({ id }) => id)).toEqual([...this.#dead].toSorted((a, b) => a - b))
  }

  /** Within a key in the order of ids, but for those that had been dead. */
  async #claim(name: string, most: number): Promise<Claimed[]> {
    const free = LANES.map(() => most)
    const claimed = await claim(this.#world.own, able(name), { free, most, oldest: 0, withLost: true })
    for (const { key, id } of claimed) {
      if (key === null) continue
      const earlier = await this.#world.sql`
        select id::int from jobs where key = ${key} and id < ${id} and state <> 'dead'`
      expect(earlier, `before ${id} of ${key}`).toEqual([])
    }
    return claimed
  }

  async #end(worker: string, count: number, how: Ending['state'], takesNext: boolean): Promise<void> {
    const held = this.#heldBy(worker)
    const ending = held.splice(0, count)
    const { ids, next, busy } = await endJobs(
      this.#world.own,
      ending.map((job) => endOf(job, how, takesNext)),
      able(worker),
    )
    const isBusy = (job: Claimed) => busy.some(({ id }) => id === job.id)
    held.push(...ending.filter(isBusy), ...next)
    const settled = ending.filter((job) => !isBusy(job)).map(({ id }) => id)
    expect(settled.toSorted()).toEqual([...ids].toSorted())
    if (how === 'dead') for (const id of ids) this.#dead.add(id)
  }

  async #dies(worker: string): Promise<void> {
    const held = this.#heldBy(worker).splice(0)
    this.#stale.push(...held)
    await this.#world.sql`
      update jobs set lease_until = clock_timestamp() - interval '1 second' where id in ${this.#world.sql([0, ...held.map(({ id }) => id)])}`
    // The other one takes them over at once, so that none is ended late before.
    const others = await this.#claim('two', 50)
    this.#heldBy('two').push(...others)
  }

  async #begin(key: string | null, number: number): Promise<void> {
    const promised = Promise.withResolvers<void>()
    const closed = Promise.withResolvers<boolean>()
    const transaction = this.#db
      .transaction(async (tx) => {
        await promiseJob(tx, 'write', { number }, { key: key ?? undefined })
        promised.resolve()
        if (!(await closed.promise)) throw new Error('rolled back')
      })
      .catch((error: Error) => expect(error.message).toBe('rolled back'))
    await promised.promise
    this.#open.push({
      key,
      async close(commits) {
        closed.resolve(commits)
        await transaction
      },
    })
  }

  #isKeyHeld = (key: string | null) => key !== null && this.#open.some((open) => open.key === key)
  #heldBy = (worker: string) => this.#held.get(worker) ?? []
}

const able = (worker: string) => ({ worker, names: ['write'] })

function endOf({ id, fence, key }: Claimed, state: Ending['state'], takesNext: boolean): End {
  const again = { delayMs: 0, failures: 0, mayExist: false, isAttempt: true }
  const common = { id: id as JobId, fence, key, takesNext }
  if (state === 'done') return { ...common, state }
  if (state === 'dead') return { ...common, state, outcome: 'rejected' }
  return { ...common, ...again, state, outcome: 'refused' }
}

test('I7: whatever happens in whatever order, one of a key at a time, in their order, and none is forgotten', async () => {
  await using world = await createJobsWorld()
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 40 }), async (events) => {
      const story = new Story(world)
      try {
        for (const event of events) {
          await story.happens(event)
          await story.isSound()
        }
        await story.ends()
      } finally {
        await story.closes()
        await world.sql`truncate jobs, job_history`
      }
    }),
    { numRuns: Number(process.env.PONTE_TEST_RUNS ?? 60), endOnFailure: false },
  )
})
