import * as http from 'node:http'
import type { AddressInfo } from 'node:net'

type Answer = { status: number; body: Record<string, unknown> }
/** null: the connection is cut, and the answer with it. */
type Alter = (answer: Answer) => Promise<Answer | null> | Answer | null

/** Stands before the sandbox's authorization server, hears what it is asked and may alter what it answers. */
export async function openAuthServer(portalUrl: string, alter: Alter = (answer) => answer) {
  const asked: { url: string; form: URLSearchParams }[] = []
  const altering = { with: alter, isDown: false }
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
    if (altering.isDown) return void request.socket.destroy()
    asked.push({ url: request.url ?? '', form })
    const real = await fetch(`${portalUrl}${request.url}`, { method: 'POST', body: form })
    const answer = await altering.with({ status: real.status, body: (await real.json()) as Answer['body'] })
    if (!answer) return void request.socket.destroy()
    response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    altering,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The same installation, said to come from another authorization server. */
export function installationFrom(server: string, installation = ''): string {
  const form = new URLSearchParams(installation)
  form.set('auth[server_endpoint]', `${server}/rest/`)
  return form.toString()
}
