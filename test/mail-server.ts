import { EventEmitter, once } from 'node:events'
import * as net from 'node:net'

/** What the sandbox does not play: a mail server that does only this with whoever connects. */
export type RudeMailServer = Disposable & {
  url: string
  connections(): number
  /** Resolves once somebody has connected. */
  connected(): Promise<void>
}

export async function rudeMailServer(meet: (socket: net.Socket) => void): Promise<RudeMailServer> {
  const sockets: net.Socket[] = []
  const events = new EventEmitter()
  const server = net.createServer((socket) => {
    sockets.push(socket.on('error', () => undefined))
    events.emit('connected')
    meet(socket)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `smtp://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    connections: () => sockets.length,
    async connected() {
      while (sockets.length === 0) await once(events, 'connected')
    },
    [Symbol.dispose]: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
