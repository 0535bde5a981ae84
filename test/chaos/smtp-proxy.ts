import { once } from 'node:events'
import * as net from 'node:net'
import { breath } from '#test/breath.ts'
import type { Fuse } from './fuse.ts'

export type SmtpProxy = AsyncDisposable & {
  url: string
  /** When no letter is between the last byte that was let through and the answer to it. */
  idle(): Promise<void>
}

const END_OF_LETTER = '\r\n.\r\n'

/** Asks the fuse before the end of each letter leaves for the mail server, and again before we hear that it was taken. */
export async function startSmtpProxy({ to, fuse }: { to: string; fuse: Fuse }): Promise<SmtpProxy> {
  const target = new URL(to)
  const sockets = new Set<net.Socket>()
  let underway = 0

  async function pass(client: net.Socket, server: net.Socket): Promise<void> {
    const talk: { phase: 'words' | 'letter' | 'verdict' } = { phase: 'words' }
    async function onward(): Promise<void> {
      let tail = ''
      for await (const chunk of client) {
        if (talk.phase === 'letter') {
          tail = (tail + String(chunk)).slice(-END_OF_LETTER.length)
          if (tail === END_OF_LETTER) {
            if (!(await fuse.passes('before letter'))) return
            talk.phase = 'verdict'
            underway += 1
          }
        }
        server.write(chunk as Buffer)
      }
    }
    async function back(): Promise<void> {
      for await (const chunk of server) {
        if (talk.phase === 'verdict') {
          talk.phase = 'words'
          underway -= 1
          if (!(await fuse.passes('after letter'))) return
        } else if (/^354/m.test(String(chunk))) talk.phase = 'letter'
        client.write(chunk as Buffer)
      }
    }
    const end = () => {
      client.destroy()
      server.destroy()
    }
    // Whoever leaves in the middle takes the other one along.
    await Promise.allSettled([onward().finally(end), back().finally(end)])
    if (talk.phase === 'verdict') underway -= 1
  }

  const proxy = net.createServer((client) => {
    const server = net.connect(Number(target.port), target.hostname)
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    }
    void pass(client, server)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const url = new URL(to)
  url.hostname = '127.0.0.1'
  url.port = String((proxy.address() as net.AddressInfo).port)
  return {
    url: url.href,
    async idle() {
      while (underway > 0) await breath()
    },
    async [Symbol.asyncDispose]() {
      proxy.close()
      for (const socket of sockets) socket.destroy()
      await once(proxy, 'close')
    },
  }
}
