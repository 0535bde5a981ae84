import { once } from 'node:events'
import * as http from 'node:http'
import * as net from 'node:net'
import type { Duplex } from 'node:stream'

/** The way from somebody's browser to everything else. */
export type Line = {
  /** As a browser context takes it. */
  proxy: { server: string }
  /** What is open breaks off in the middle, and nothing gets through until it is mended. */
  cut(): void
  mend(): void
  /** It breaks off by itself once so many bytes more have gone out. */
  cutAfter(bytes: number): void
  close(): Promise<void>
}

/** A browser that is told to be offline keeps the WebSockets that it has, so the line itself is cut. */
export async function openLine(): Promise<Line> {
  const open = new Set<Duplex>()
  let isCut = false
  let bytesLeft = Number.POSITIVE_INFINITY
  const cut = () => {
    isCut = true
    bytesLeft = Number.POSITIVE_INFINITY
    for (const socket of open) socket.destroy()
  }
  const hold = (socket: Duplex) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    // Who is at the other end may hang up at any moment.
    socket.on('error', () => socket.destroy())
  }
  const server = http.createServer((request, response) => {
    const { method = 'GET', url = '', headers } = request
    const onward = http.request(url, { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    request.pipe(onward)
  })
  server.on('connection', (socket) => {
    hold(socket)
    if (isCut) socket.destroy()
    socket.on('data', ({ length }: Buffer) => {
      bytesLeft -= length
      if (bytesLeft < 0) cut()
    })
  })
  server.on('connect', ({ url = '' }, socket, head) => {
    const { hostname, port } = new URL(`http://${url}`)
    const onward = net.connect(Number(port || 80), hostname, () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n')
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
    hold(socket)
    hold(onward)
    onward.on('close', () => socket.destroy())
    socket.on('close', () => onward.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // An address of a server that listens on a port is no path of a pipe.
  const { port } = server.address() as net.AddressInfo
  return {
    proxy: { server: `http://127.0.0.1:${port}` },
    cut,
    mend: () => {
      isCut = false
    },
    cutAfter: (bytes) => {
      bytesLeft = bytes
    },
    async close() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
