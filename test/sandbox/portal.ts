import * as fs from 'node:fs'
import * as http from 'node:http'
import type { AddressInfo } from 'node:net'
import * as path from 'node:path'
import { openBitrix24 } from '#sandbox/bitrix24/bitrix24.ts'
import { openDoor } from '#sandbox/doors.ts'
import { memoryFolder } from '#test/memory-folder.ts'

type Body = Record<string, unknown>
export type Answer = { status: number; body: Body & { result?: unknown; error?: unknown; time?: unknown } }

type Options = { folder?: string; smtpUrl?: string; limits?: boolean }

/** A portal of one test's own, with its limits off unless the test is about them. */
export async function openPortal({ folder, smtpUrl = 'smtp://127.0.0.1:1', limits = false }: Options = {}) {
  const home = folder ?? fs.mkdtempSync(path.join(memoryFolder(), 'ponte-portal-'))
  const door = await openDoor({ port: 0 })
  const url = `http://localhost:${door.port}`
  const bitrix24 = await openBitrix24({ folder: home, address: url, smtpUrl })
  door.answerWith(async (request, response) => {
    if (!(await bitrix24.serve(request, response))) response.writeHead(404).end()
  })

  async function send(method: string, address: string, body?: unknown): Promise<Answer> {
    const response = await fetch(address, {
      method,
      headers: { 'Content-Type': 'application/json' },
      redirect: 'manual',
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    // What the portal answers is looked at by the tests.
    return { status: response.status, body: (await response.json()) as Answer['body'] }
  }
  const call = (method: string, params: Body = {}, { user = 1, secret = 'sandbox' } = {}) =>
    send('POST', `${url}/rest/${user}/${secret}/${method}`, params)
  const control = async (method: string, name: string, body?: unknown) => {
    const answer = await send(method, `${url}/control/${name}`, body)
    if (answer.status !== 200) throw new Error(`${method} ${name}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  if (!limits) await control('PUT', 'limits', { enabled: false })

  return {
    url,
    folder: home,
    portal: bitrix24.portal,
    call,
    control,
    send,
    /** The result, or a failed test. */
    async result<T>(method: string, params: Body = {}, caller: { user?: number } = {}): Promise<T> {
      const { status, body } = await call(method, params, caller)
      if (status !== 200) throw new Error(`${method}: ${status} ${JSON.stringify(body)}`)
      return body.result as T
    },
    async [Symbol.asyncDispose]() {
      await door.stop()
      bitrix24.stop()
      if (!folder) fs.rmSync(home, { recursive: true, force: true })
    },
  }
}

export type Portal = Awaited<ReturnType<typeof openPortal>>
export type Heard = { form: URLSearchParams; userAgent: string; contentType: string }

/** Somebody who listens to the portal's events. */
export async function openListener(answer: (heard: Heard) => number | Promise<number> = () => 200) {
  const heard: Heard[] = []
  const waiting = new Set<() => void>()
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const one = {
      form: new URLSearchParams(Buffer.concat(chunks).toString('utf8')),
      userAgent: request.headers['user-agent'] ?? '',
      contentType: request.headers['content-type'] ?? '',
    }
    heard.push(one)
    for (const look of waiting) look()
    response.writeHead(await answer(one)).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/events`,
    heard,
    events: () => heard.map(({ form }) => form.get('event')),
    /** As soon as so many have come. */
    until: (count: number) =>
      new Promise<Heard[]>((resolve) => {
        const look = () => {
          if (heard.length < count) return
          waiting.delete(look)
          resolve(heard)
        }
        waiting.add(look)
        look()
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** When nothing is on its way to anybody any more. */
export async function quiet({ control }: Portal): Promise<void> {
  while (!(await control('GET', 'events')).idle) await new Promise(setImmediate)
}
