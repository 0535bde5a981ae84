import { once } from 'node:events'
import * as net from 'node:net'

/** What stands in for Redis: its protocol (RESP2), and of its commands those that the adapter and its client use. */
export type RedisServer = AsyncDisposable & {
  url: string
  /** The names of all commands that came. */
  commands: string[]
  /** Who is subscribed to anything. */
  listeners(): number
  /** As by kill -9: connections are cut, and nobody listens on the port. */
  die(): Promise<void>
  comeBack(): Promise<void>
  /** It is there, and answers nothing. */
  hang(): void
}

type Client = { socket: net.Socket; channels: Set<string> }

export async function startRedisServer(): Promise<RedisServer> {
  const clients = new Set<Client>()
  const commands: string[] = []
  let isHanging = false

  const server = net.createServer((socket) => {
    const client: Client = { socket, channels: new Set() }
    clients.add(client)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => clients.delete(client))
    let rest = Buffer.alloc(0)
    socket.on('data', (data: Buffer) => {
      rest = Buffer.concat([rest, data])
      for (let read = readCommand(rest); read; read = readCommand(rest)) {
        rest = rest.subarray(read.length)
        const [name = Buffer.alloc(0), ...words] = read.words
        commands.push(String(name).toUpperCase())
        if (!isHanging) answer(client, String(name).toUpperCase(), words)
      }
    })
  })

  function answer(client: Client, name: string, words: readonly Buffer[]): void {
    const { socket, channels } = client
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = words
    if (name === 'PING') socket.write(channels.size > 0 ? array([bulk('pong'), bulk(first)]) : '+PONG\r\n')
    else if (name === 'CLIENT') socket.write('+OK\r\n')
    else if (name === 'SUBSCRIBE')
      for (const channel of words) {
        channels.add(String(channel))
        socket.write(array([bulk('subscribe'), bulk(channel), `:${channels.size}\r\n`]))
      }
    else if (name === 'PUBLISH') {
      const there = [...clients].filter((one) => one.channels.has(String(first)))
      for (const one of there) one.socket.write(array([bulk('message'), bulk(first), bulk(second)]))
      socket.write(`:${there.length}\r\n`)
    } else if (name === 'XREAD') {
      // Nothing is ever added to a stream: domain events do not go through Redis.
      const blockMs = Number(words[words.findIndex((word) => /^block$/i.test(String(word))) + 1])
      setTimeout(() => socket.destroyed || socket.write('*-1\r\n'), blockMs).unref()
    } else socket.write(`-ERR unknown command '${name}'\r\n`)
  }

  const listenOn = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    // Listening on TCP, so it has a port.
    return (server.address() as net.AddressInfo).port
  }
  const die = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    for (const { socket } of clients) socket.destroy()
    await closed
  }
  const port = await listenOn(0)
  return {
    url: `redis://127.0.0.1:${port}`,
    commands,
    listeners: () => [...clients].filter(({ channels }) => channels.size > 0).length,
    die,
    async comeBack() {
      isHanging = false
      await listenOn(port)
    },
    hang() {
      isHanging = true
    },
    [Symbol.asyncDispose]: die,
  }
}

const bulk = (value: Buffer | string) =>
  Buffer.concat([Buffer.from(`$${Buffer.byteLength(value)}\r\n`), Buffer.from(value), Buffer.from('\r\n')])
const array = (parts: readonly (Buffer | string)[]) =>
  Buffer.concat([Buffer.from(`*${parts.length}\r\n`), ...parts.map((part) => Buffer.from(part))])

/** An array of bulk strings, which is how clients say everything; null: it is not all there yet. */
function readCommand(bytes: Buffer): { words: Buffer[]; length: number } | null {
  const lineAt = (at: number) => {
    const end = bytes.indexOf('\r\n', at)
    return end < 0 ? null : { value: Number(bytes.toString('latin1', at + 1, end)), next: end + 2 }
  }
  const header = lineAt(0)
  if (!header) return null
  const words: Buffer[] = []
  let at = header.next
  for (let word = 0; word < header.value; word += 1) {
    const size = lineAt(at)
    if (!size || bytes.length < size.next + size.value + 2) return null
    words.push(bytes.subarray(size.next, size.next + size.value))
    at = size.next + size.value + 2
  }
  return { words, length: at }
}
