import { sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { channelOf, type Signals } from '#src/db/signals.ts'
import type { Log } from '#src/log.ts'

const MOST_UNDER_WAY = 3

/** Carries what gateways tell each other that is soon forgotten: it may be lost, or come twice. */
export type SmallNews = {
  send(notes: readonly string[]): void
  close(): void
}
export type Hearing = {
  /** False: it was our own, or is not understood. */
  heard(note: string): boolean
  /** Something may have been said that was not heard. */
  missed(): void
}

/** By the payload of signals, which reaches ourselves too. */
export function newsBySignals(
  { db, signals, log }: { db: Db; signals: Signals; log: Log },
  hearing: Hearing,
): SmallNews {
  const deafen = signals.listen('small-news', hearing.heard, hearing.missed)
  let underWay = 0
  return {
    send(notes) {
      // With Postgres slow or away nothing piles up; the others find out that there is something they did not hear.
      if (underWay >= MOST_UNDER_WAY) return
      underWay += 1
      // Nothing is written, so there is no disk to wait for.
      db.execute(sql`
        select pg_notify(${channelOf('small-news')}, note), set_config('synchronous_commit', 'off', true)
        from jsonb_array_elements_text(${JSON.stringify(notes)}::text::jsonb) note`)
        .catch((error: unknown) => log.debug({ err: error }, 'small news were lost'))
        .finally(() => {
          underWay -= 1
        })
    },
    close: deafen,
  }
}
