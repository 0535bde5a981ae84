import { fork } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'

const MAIN = path.resolve(import.meta.dirname, '../sandbox/main.ts')

export type Sent = { at: number; method: string; batch: number; status: number }
export type Portal = Awaited<ReturnType<typeof openPortal>>

/** What the vendor allows an ordinary portal, without the operating time: it is not what these scenarios are about. */
export const LIMITS = { enabled: true, rate: 2, burst: 50 }
export const COMMANDS_PER_REQUEST = 50

/** The sandbox in a process of its own; by https, because the official SDK takes nothing else. */
export async function openPortal(port: number) {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-bench-'))
  fs.chmodSync(dataDir, 0o711)
  const child = fork(MAIN, { env: { SANDBOX_PORT: String(port), DATA_DIR: dataDir }, execArgv: [] })
  const [answer] = (await once(child, 'message')) as [unknown]
  if (answer !== 'ready') throw new Error(JSON.stringify(answer))

  async function control<T>(method: string, name: string, body?: object): Promise<T> {
    const address = `http://127.0.0.1:${port}/control/${name}`
    const response = await fetch(address, { method, ...(body && { body: JSON.stringify(body) }) })
    if (!response.ok) throw new Error(`${method} ${name}: ${await response.text()}`)
    // What the sandbox answers is known here.
    return response.json() as Promise<T>
  }
  return {
    dataDir,
    webhookUrl: `https://localhost:${port + 3}/rest/1/sandbox/`,
    certificateFile: path.join(dataDir, 'sandbox/tls/localhost.cert.pem'),
    control,
    requests: () => control<Sent[]>('GET', 'requests'),
    /** Full buckets are empty again, and nobody has asked anything yet. */
    async forgetCalls() {
      await control('PUT', 'limits', LIMITS)
      await control('DELETE', 'requests')
    },
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
      fs.rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
