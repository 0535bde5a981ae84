import { once } from 'node:events'
import { expect } from 'vitest'
import { WebSocket } from 'ws'
import type { Client } from './client.ts'

type Frame = { event: string; seq: number; deal_id: number | null } & Record<string, unknown>
/** The portal that exists, or a program with no Socket.IO. */
export type PlainSocket = AsyncDisposable & {
  socket: WebSocket
  frames: Frame[]
  hears(event: string): Promise<Frame>
  /** The code it is closed with. */
  closed(): Promise<number>
}

/** Resolves once the socket is open, or rejects with the status that refused it. */
export async function plainSocket(
  client: Pick<Client, 'base' | 'origin' | 'cookies'>,
  path: string,
  headers: Record<string, string> = {},
): Promise<PlainSocket> {
  const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ')
  const socket = new WebSocket(client.base.replace(/^http/, 'ws') + path, {
    headers: { origin: client.origin, ...(cookie && { cookie }), ...headers },
  })
  const frames: Frame[] = []
  socket.on('message', (data) => frames.push(JSON.parse(String(data)) as Frame))
  const closing = new Promise<number>((resolve) => socket.once('close', resolve))
  await Promise.race([
    once(socket, 'open'),
    new Promise((_, reject) =>
      socket.once('unexpected-response', (_request, { statusCode }) => reject(new Error(`${statusCode}`))),
    ),
  ])
  return {
    socket,
    frames,
    closed: () => closing,
    async hears(event) {
      const find = () => frames.find((frame) => frame.event === event)
      await expect.poll(find, { timeout: 60_000, message: `hears ${event}` }).toBeDefined()
      return find() as Frame
    },
    async [Symbol.asyncDispose]() {
      socket.terminate()
    },
  }
}
