import { once } from 'node:events'
import * as net from 'node:net'
import type { Fuse } from './fuse.ts'
import { readMessages } from './postgres-messages.ts'
import { createSpeech, type Saying } from './postgres-speech.ts'

export type PostgresProxy = AsyncDisposable & { url: string }

/**
 * Asks the fuse before every commit leaves for Postgres, and again when Postgres has done it and we have not heard so. A
 * write outside of a transaction is a commit too.
 */
export async function startPostgresProxy({ to, fuse }: { to: string; fuse: Fuse }): Promise<PostgresProxy> {
  const target = new URL(to)
  const sockets = new Set<net.Socket>()
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
    const speech = createSpeech()
    void carry(client, postgres, { isClient: true, listen: speech.ofClient, fuse }).finally(end)
    void carry(postgres, client, { isClient: false, listen: speech.ofServer, fuse }).finally(end)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(to)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as net.AddressInfo).port)
  return {
    url: url.href,
    async [Symbol.asyncDispose]() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}

type How = { isClient: boolean; listen: (type: string, payload: Buffer) => Saying; fuse: Fuse }

/** Until one of both has gone, or the fuse has blown. */
async function carry(from: net.Socket, to: net.Socket, { isClient, listen, fuse }: How): Promise<void> {
  const when = isClient ? 'before' : 'after'
  let held: Buffer[] = []
  try {
    for await (const messages of readMessages(from, { isClient })) {
      for (const { type, payload, bytes } of messages) {
        const saying = listen(type, payload)
        held.push(bytes)
        if (saying.kind === 'commit' && !(await fuse.passes(`${when} commit ${saying.of}`))) return
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
