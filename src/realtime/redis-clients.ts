import { setTimeout as after } from 'node:timers/promises'
import { createClient } from '@redis/client'

/** What the adapter asks of a client, and no more. */
export type AdapterClient = {
  duplicate(): AdapterClient
  on(): void
  connect(): Promise<unknown>
  disconnect(): void
  publish(channel: string, message: Buffer): Promise<number>
  subscribe(channels: string[], heard: (message: Buffer) => void): void
  xRead(streams: { key: string; id: string }[], options: { COUNT: number; BLOCK: number }): Promise<unknown>
  /** By its being there the adapter knows a client of node-redis. */
  sSubscribe(): never
}
export type RedisClients = {
  first: AdapterClient
  areReady(): boolean
  destroy(): void
}

const MOST_WAITING = 1_000
const PING_EVERY_MS = 2_000
/** Longer than a ping and than a reading that waits for something to be said. */
const SILENT_MS = 8_000
const READ_AGAIN_MS = 1_000
const LAST_WORDS_MS = 500

/**
 * Clients that a Redis which is away cannot harm. The adapter listens to the failure of nothing: what is lost would end the process,
 * and a reading that fails would be tried again without a pause.
 */
export function createRedisClients(
  url: string,
  tell: { changed(): void; failed(error: unknown): void },
): RedisClients {
  const clients = new Set<ReturnType<typeof open>>()
  let isDestroyed = false

  // What fails of what was destroyed is no news, and whoever would be told may be gone.
  const noted = () => {
    if (!isDestroyed) tell.changed()
  }
  const failed = (error: unknown) => {
    if (!isDestroyed) tell.failed(error)
  }
  const open = () => {
    const client = createClient({
      url,
      // What the adapter was made for.
      RESP: 2,
      name: 'ponte',
      commandsQueueMaxLength: MOST_WAITING,
      pingInterval: PING_EVERY_MS,
      socket: {
        socketTimeout: SILENT_MS,
        reconnectStrategy: (retries: number) => Math.min(50 * 2 ** Math.min(retries, 5), 1_000),
      },
    })
    // Without somebody who listens an error ends the process.
    client.on('error', (error: unknown) => {
      failed(error)
      noted()
    })
    client.on('ready', noted)
    client.on('end', noted)
    return client
  }
  const wrap = (client: ReturnType<typeof open>): AdapterClient => {
    clients.add(client)
    const destroy = () => {
      if (clients.delete(client)) client.destroy()
    }
    return {
      duplicate: () => wrap(open()),
      on: () => undefined,
      // It connects for as long as it takes; one that was destroyed meanwhile never does.
      connect: () => client.connect().catch(() => new Promise(() => undefined)),
      disconnect: destroy,
      async publish(channel, message) {
        // What waits for Redis to come back would be old by then.
        if (!client.isReady) return 0
        return client.publish(channel, message).catch((error: unknown) => {
          failed(error)
          return 0
        })
      },
      subscribe: (channels, heard) => void client.subscribe(channels, heard, true).catch(failed),
      async xRead(streams, options) {
        try {
          return await client.xRead(streams, options)
        } catch (error) {
          if (isDestroyed) return null
          failed(error)
          return after(READ_AGAIN_MS, null, { ref: false })
        }
      },
      sSubscribe: () => {
        throw new Error('sharded channels are not used')
      },
    }
  }
  const first = wrap(open())
  void first.connect()
  return {
    first,
    // Itself, one that reads the stream, one that listens.
    areReady: () => clients.size === 3 && [...clients].every(({ isReady }) => isReady),
    destroy() {
      isDestroyed = true
      const [last, ...others] = clients
      clients.clear()
      for (const client of others) client.destroy()
      // The last words are said to the end, by whoever can say them.
      if (!last?.isReady) return void last?.destroy()
      const patience = setTimeout(() => last.destroy(), LAST_WORDS_MS)
      last.close().then(() => clearTimeout(patience), failed)
    },
  }
}
