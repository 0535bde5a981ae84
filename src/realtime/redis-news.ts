import { createAdapter } from '@socket.io/redis-streams-adapter'
import type { Log } from '#src/log.ts'
import { createRedisClients } from './redis-clients.ts'
import type { RoomServer } from './room-socket.ts'
import type { Hearing, SmallNews } from './small-news.ts'

/** Longer than between two beats of a gateway. */
const OTHERS_BY_SIGNALS_MS = 30_000
const NAME = 'small-news'

type Needed = { redisUrl: string; log: Log; openSignals(hearing: Hearing): SmallNews }

/**
 * By the adapter, as what one server says to the others. While Redis is away for us, or for anybody whom we hear by signals, small
 * news go by signals; that somebody hears them by both does no harm. Events of the database never come this way: `say` is local.
 */
export function newsByRedis(
  { redisUrl, log, openSignals }: Needed,
  io: RoomServer,
  hearing: Hearing,
): SmallNews {
  let isUp = false
  let bySignalsUntilMs = 0
  const clients = createRedisClients(redisUrl, {
    failed: (error) => log.debug({ err: error }, 'redis'),
    changed() {
      const areReady = clients.areReady()
      if (areReady === isUp) return
      isUp = areReady
      log[isUp ? 'info' : 'warn'](
        isUp ? 'redis carries small news' : 'redis is away, and signals carry small news',
      )
      hearing.missed()
    },
  })
  const signals = openSignals({
    ...hearing,
    heard(note) {
      const isOfAnother = hearing.heard(note)
      if (isOfAnother) bySignalsUntilMs = performance.now() + OTHERS_BY_SIGNALS_MS
      return isOfAnother
    },
  })
  io.adapter(createAdapter(clients.first, { streamName: 'ponte', channelPrefix: 'ponte' }))
  const heard = (notes: unknown) => {
    for (const note of Array.isArray(notes) ? notes : []) hearing.heard(String(note))
  }
  io.on(NAME, heard)
  return {
    send(notes) {
      if (isUp) io.serverSideEmit(NAME, notes)
      if (!isUp || performance.now() < bySignalsUntilMs) signals.send(notes)
    },
    close() {
      io.off(NAME, heard)
      signals.close()
      io.sockets.adapter.close()
      clients.destroy()
    },
  }
}
