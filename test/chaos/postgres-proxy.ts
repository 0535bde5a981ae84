import { once } from 'node:events'
import * as net from 'node:net'
import { breath } from '#test/breath.ts'
import type { Fuse } from './fuse.ts'
import { readMessages } from './postgres-messages.ts'
import { createSpeech, type Saying } from './postgres-speech.ts'

export type PostgresProxy = AsyncDisposable & {
  url: string
  /** Postgres is stopped: nobody listens any more, and who was connected is cut off. */
  stop(): Promise<void>
  /** It is there again, at the same address. */
  start(): Promise<void>
  /** From now on nothing gets through and nothing is answered, as behind a cable that was pulled; `start` ends it. */
  hang(): void
  /** When whoever lives has been told of every commit that was made. */
  idle(): Promise<void>
}

/**
 * Asks the fuse before every commit leaves for Postgres, and again when Postgres has done it and we have not heard so. A
 * write outside of a transaction is a commit too.
 */
export async function startPostgresProxy({ to, fuse }: { to: string; fuse: Fuse }): Promise<PostgresProxy> {
  const target = new URL(to)
  const sockets = new Set<net.Socket>()
  const untold = new Map<net.Socket, number>()
  let isHanging = false
  const hangs = () => isHanging
  const server = net.createServer((client) => {
    const postgres = net.connect(Number(target.port), target.hostname).setNoDelay(true)
    client.setNoDelay(true)
    const both = [client, postgres]
    const end = () => {
      for (const socket of both) socket.destroy()
    }
    for (const socket of both) {
      sockets.add(socket)
      socket.once('error', end).once('close', () => {
        sockets.delete(socket)
        end()
      })
    }
    untold.set(client, 0)
    client.once('close', () => untold.delete(client))
    const count = (more: 1 | -1) => {
      if (untold.has(client)) untold.set(client, (untold.get(client) ?? 0) + more)
    }
    const speech = createSpeech()
    void carry(client, postgres, { isClient: true, listen: speech.ofClient, fuse, hangs, count }).finally(end)
    void carry(postgres, client, { isClient: false, listen: speech.ofServer, fuse, hangs, count }).finally(
      end,
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(to)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as net.AddressInfo).port)
  async function stop(): Promise<void> {
    server.close()
    for (const socket of sockets) socket.destroy()
    sockets.clear()
    await once(server, 'close')
  }
  return {
    url: url.href,
    stop,
    async start() {
      if (isHanging) await stop()
      isHanging = false
      server.listen(Number(url.port), '127.0.0.1')
      await once(server, 'listening')
    },
    hang() {
      isHanging = true
    },
    async idle() {
      while ([...untold.values()].some((commits) => commits > 0)) await breath()
    },
    async [Symbol.asyncDispose]() {
      if (server.listening) await stop()
    },
  }
}

type How = {
  isClient: boolean
  listen: (type: string, payload: Buffer) => Saying
  fuse: Fuse
  hangs: () => boolean
  /** Of the commits that nobody has been told of yet. */
  count: (more: 1 | -1) => void
}

/** Until one of both has gone, or the fuse has blown. */
async function carry(
  from: net.Socket,
  to: net.Socket,
  { isClient, listen, fuse, hangs, count }: How,
): Promise<void> {
  const when = isClient ? 'before' : 'after'
  let held: Buffer[] = []
  try {
    for await (const messages of readMessages(from, { isClient })) {
      if (hangs()) continue
      for (const { type, payload, bytes } of messages) {
        const saying = listen(type, payload)
        held.push(bytes)
        if (saying.kind === 'commit') {
          if (!(await fuse.passes(`${when} commit ${saying.of}`))) return
          count(isClient ? 1 : -1)
        }
        // Of what ends in a commit nothing is heard before the fuse has been asked.
        if (saying.kind === 'unfinished') continue
        to.write(Buffer.concat(held))
        held = []
      }
    }
  } catch (error) {
    // One of them left in the middle of a message: that is what this is for.
    if (!from.destroyed && !to.destroyed) throw error
  }
}
