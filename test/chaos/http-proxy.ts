import * as http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Fuse } from './fuse.ts'

export type HttpProxy = AsyncDisposable & {
  url: string
  /** When nothing that was let through is still being worked on. */
  idle(): Promise<void>
}

type Options = {
  to: string
  fuse: Fuse
  /** What a request is called among the steps. */
  nameOf: (request: { method: string; path: string; body: string }) => string
}

/** Longer ones are passed on as they come, and are known by their address alone. */
const LONGEST_READ_BYTES = 256 * 1024

/** Passes requests on as they are, to the letter: signatures hold the name of the host that was called. */
export async function startHttpProxy({ to, fuse, nameOf }: Options): Promise<HttpProxy> {
  const { hostname, port } = new URL(to)
  const agent = new http.Agent({ keepAlive: true })
  const running = new Set<Promise<void>>()

  async function pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { method = '', url: path = '', rawHeaders } = request
    const isShort = Number(request.headers['content-length'] ?? 0) <= LONGEST_READ_BYTES
    const isRead = isShort && request.headers['transfer-encoding'] === undefined
    const body = isRead ? await readAll(request) : null
    const name = nameOf({ method, path, body: body?.toString('latin1') ?? '' })
    const cut = () => void request.socket.resetAndDestroy()
    if (!(await fuse.passes(`before ${name}`))) return cut()
    const onward = http.request({ hostname, port, method, path, headers: rawHeaders, agent })
    const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
      onward.once('response', resolve).once('error', reject)
    })
    if (body) onward.end(body)
    else {
      request.pipe(onward)
      // Whoever dies halfway leaves the other end with half.
      request.once('close', () => !request.complete && onward.destroy())
    }
    const answer = await answered.catch(() => null)
    if (!answer) return cut()
    const answerBody = await readAll(answer).catch(() => null)
    if (!answerBody) return cut()
    if (!(await fuse.passes(`after ${name}`))) return cut()
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders).end(answerBody)
  }

  const server = http.createServer((request, response) => {
    const passing = pass(request, response).catch(() => void response.destroy())
    running.add(passing)
    void passing.then(() => running.delete(passing))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port: own } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${own}`,
    async idle() {
      while (running.size > 0) await Promise.all(running)
    },
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      agent.destroy()
      await Promise.all(running)
    },
  }
}

async function readAll(message: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  if (!message.complete) throw new Error('cut off')
  return Buffer.concat(chunks)
}
