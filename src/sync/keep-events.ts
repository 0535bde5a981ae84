import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Database } from '#src/db/connect.ts'
import { DomainError } from '#src/errors.ts'
import type { Ports } from '#src/ports.ts'
import type { CrmEvent } from '#src/providers/crm-event.ts'
import { storeEvents } from './inbox.ts'
import type { Spill } from './spill.ts'
import { forgetSegment, isRefusedData, storeSegment } from './store-segment.ts'

/** Keeps what the CRM tells, which it tells once. */
export type Inbox = {
  /** Resolves once it is kept, in Postgres or on the disk, whatever dies then. Throws when neither takes it. */
  keep(event: CrmEvent): Promise<void>
  /** What waits on the disk for Postgres. */
  spilled(): { segments: number; bytes: number }
  close(): Promise<void>
}

type Needed = Pick<Ports, 'log' | 'clock'> & {
  /** A connection of its own: events never wait behind requests. Called again when one hangs. */
  connect: () => Database
  spill: Spill
  /** The CRM does not wait for long. */
  storeMs?: number
  /** By which it is known who stored events. */
  name?: string
  /** Told what was stored at once, sooner than Postgres tells it to everybody. */
  stored?: (kinds: readonly CrmEvent['kind'][]) => void
}
type Waiting = { event: CrmEvent; receivedAt: string; resolve(): void; reject(error: unknown): void }

const MOST_AT_ONCE = 500
const STORE_MS = 1_500
const REPLAY_MS = 5_000
const TRY_AGAIN_MS = 500
const ADOPT_EVERY_MS = 10_000

/**
 * Committed at once when no commit is under way; what comes meanwhile goes together with the next. Of what came through one
 * gateway all is stored in the order in which it came: while anything waits on the disk, what comes later goes there too.
 */
export function createInbox({
  connect,
  spill,
  clock,
  log,
  storeMs = STORE_MS,
  name = '',
  stored,
}: Needed): Inbox {
  const waiting: Waiting[] = []
  let database = connect()
  let flushing: Promise<void> | null = null
  let replaying: Promise<void> | null = null
  let writing: Promise<unknown> = Promise.resolve()
  const closing = new AbortController()

  /** Either a batch is written, or the last of the spill is read: never both. */
  function alone<T>(work: () => Promise<T>): Promise<T> {
    const next = writing.then(work)
    writing = next.catch(() => undefined)
    return next
  }

  async function flush(): Promise<void> {
    while (waiting.length > 0) await alone(() => write(waiting.splice(0, MOST_AT_ONCE)))
    flushing = null
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    if (!spill.isEmpty()) return writeToDisk(batch)
    try {
      await inTime(storeMs, ({ planned }) =>
        storeEvents(
          planned.run,
          batch.map(({ event }) => event),
          'online',
          name,
        ),
      )
      for (const { resolve } of batch) resolve()
      stored?.(batch.map(({ event }) => event.kind))
    } catch (error) {
      if (isRefusedData(error)) return writeApart(batch, error)
      log.warn({ err: error }, 'Postgres takes no events: they are kept on the disk until it does')
      // Whatever it was, it may have been committed and its answer lost: then these come twice, which does no harm.
      await writeToDisk(batch)
    }
  }

  async function writeToDisk(batch: readonly Waiting[]): Promise<void> {
    try {
      await spill.append(batch.map(({ event, receivedAt }) => ({ ...event, receivedAt })))
      for (const { resolve } of batch) resolve()
    } catch (cause) {
      log.error({ err: cause }, 'events are lost: neither Postgres nor the disk takes them')
      for (const { reject } of batch) reject(new DomainError('database-unavailable', {}, { cause }))
    }
    replaying ??= replay()
  }

  /** One that Postgres refuses for what it is must not take others with it. */
  async function writeApart(batch: readonly Waiting[], error: unknown): Promise<void> {
    if (batch.length === 1) return batch[0]?.reject(error)
    for (const one of batch) await write([one])
  }

  /** What is not over by then is given up, and its connection with it. */
  async function inTime<T>(ms: number, work: (database: Database) => Promise<T>): Promise<T> {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      const hanging = database
      database = connect()
      void hanging.close()
      reject(new Error(`Postgres did not answer within ${ms} ms`))
    }, ms)
    const working = work(database)
    working.catch(() => undefined)
    return Promise.race([working, late]).finally(() => clearTimeout(timer))
  }

  /** Oldest first. What is being written to comes last: for the moment of its end nobody writes. */
  async function replay(): Promise<void> {
    while (!closing.signal.aborted && !spill.isEmpty()) {
      try {
        await inTime(storeMs, ({ planned }) => planned.run(sql`select`))
        if (!(await storeOldest())) await alone(storeLast)
      } catch (error) {
        log.debug({ err: error }, 'Postgres does not take yet what waits on the disk')
        await delay(TRY_AGAIN_MS, undefined, closing).catch(() => undefined)
      }
    }
    replaying = null
    if (spill.isEmpty()) log.info('all events that waited on the disk are in Postgres')
  }

  async function storeOldest(): Promise<boolean> {
    const segment = await spill.oldest()
    if (!segment) return false
    const refused = await inTime(REPLAY_MS, ({ planned }) => storeSegment(planned, segment))
    if (refused > 0)
      log.error({ file: segment.file, refused }, 'events on the disk cannot be stored: the file is put aside')
    await spill.drop(segment, refused > 0)
    await inTime(storeMs, ({ planned }) => forgetSegment(planned, segment))
    return true
  }

  async function storeLast(): Promise<void> {
    await spill.seal()
    while (await storeOldest());
  }

  async function adopt(): Promise<void> {
    await alone(() => spill.adopt()).catch((error: unknown) => {
      log.warn({ err: error }, 'nobody can look for events on the disk')
    })
    if (!spill.isEmpty()) replaying ??= replay()
  }
  const adopting = setInterval(() => void adopt(), ADOPT_EVERY_MS)
  if (!spill.isEmpty()) replaying = replay()

  return {
    keep: (event) =>
      new Promise((resolve, reject) => {
        waiting.push({ event, receivedAt: clock().toISOString(), resolve, reject })
        flushing ??= flush()
      }),
    spilled: spill.size,
    async close() {
      clearInterval(adopting)
      await flushing
      closing.abort()
      await replaying
      await alone(spill.close)
      await database.close()
    },
  }
}
