import { once } from 'node:events'
import * as net from 'node:net'

type Behaviour = 'verdict' | 'silent' | 'hangs-up' | 'too-large'

/** Speaks INSTREAM as ClamAV does; whatever holds the word EICAR is infected. */
export async function startClamd() {
  let behaviour: Behaviour = 'verdict'
  const scanned: Buffer[] = []
  const sockets = new Set<net.Socket>()
  const server = net.createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    let received = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      if (behaviour === 'hangs-up') socket.destroy()
      if (behaviour === 'too-large') socket.end('INSTREAM size limit exceeded. ERROR\0')
      const bytes = readFrames(received)
      if (behaviour !== 'verdict' || !bytes) return
      scanned.push(bytes)
      socket.end(bytes.includes('EICAR') ? 'stream: Win.Test.EICAR_HDB-1 FOUND\0' : 'stream: OK\0')
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as net.AddressInfo
  return {
    port,
    url: `tcp://127.0.0.1:${port}`,
    scanned,
    behave: (as: Behaviour) => {
      behaviour = as
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What was sent, or null while the end has not come. */
function readFrames(received: Buffer): Buffer | null {
  const command = Buffer.from('zINSTREAM\0')
  if (!received.subarray(0, command.length).equals(command)) return null
  const frames: Buffer[] = []
  for (let at = command.length; at + 4 <= received.length; ) {
    const length = received.readUInt32BE(at)
    if (length === 0) return Buffer.concat(frames)
    if (at + 4 + length > received.length) return null
    frames.push(received.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return null
}
