import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { WebSocket } from 'ws'

/**
 * A plain WebSocket in the place where Socket.IO has a connection of Engine.IO. So whoever comes by it is a client as all
 * others, admitted, evicted, counted and cut off by the same code; only what is sent looks different.
 */
export class BridgeConnection extends EventEmitter {
  readonly id = randomUUID()
  readonly protocol = 4
  readonly request: IncomingMessage
  readonly remoteAddress: string | undefined
  readonly transport: { name: 'bridge'; writable: true; socket: WebSocket }
  /** What is not sent yet, for whoever looks for slow clients. */
  readonly writeBuffer: { data: string }[] = []
  readyState: 'open' | 'closed' = 'open'
  /** Told when it is closed from here. */
  closeCode = 1012
  /** What Socket.IO says, in its own encoding. */
  hears: (packet: string) => void = () => undefined

  constructor(socket: WebSocket, request: IncomingMessage) {
    super()
    this.request = request
    this.remoteAddress = request.socket.remoteAddress
    this.transport = { name: 'bridge', writable: true, socket }
    socket.on('close', () => this.#ended('transport close'))
    // What is wrong with it ends it.
    socket.on('error', () => socket.terminate())
  }

  /** As Socket.IO's client would say it. */
  ask(packet: string): void {
    this.emit('data', packet)
  }

  /** Called by Socket.IO. */
  write(packet: string): void {
    this.hears(packet)
  }

  send(frame: string): void {
    if (this.readyState !== 'open') return
    this.writeBuffer.push({ data: frame })
    this.transport.socket.send(frame, () => void this.writeBuffer.shift())
  }

  /** Called by Socket.IO too. */
  close(): void {
    if (this.readyState !== 'open') return
    this.transport.socket.close(this.closeCode)
    this.#ended('forced close')
  }

  #ended(reason: string): void {
    if (this.readyState !== 'open') return
    this.readyState = 'closed'
    this.emit('close', reason)
  }
}
