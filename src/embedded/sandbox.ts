import { type ChildProcess, fork } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { StartupError } from '#src/errors.ts'
import type { Log } from '#src/log.ts'

/** The outside world on this machine, in a process of its own: see sandbox/. */
export type Sandbox = { url: string; smtpUrl: string; s3Url: string; stop(): Promise<void> }

/** Whose keys the sandbox's file store takes. Known to all, and good for nothing else. */
export const SANDBOX_S3 = { accessKey: 'ponte', secretKey: 'ponte-sandbox', region: 'us-east-1' } as const

type Options = {
  port: number
  dataDir: string
  /** Where the sandbox's CRM tells what changes, and by which token it is known; null where it is not used. */
  webhook: { url: string; token: string } | null
  log: Log
}

const MAIN = fileURLToPath(import.meta.resolve('../../sandbox/main.ts'))
const WATCH_INTERVAL_MS = 500
const STOP_TIMEOUT_MS = 3_000

export async function startSandbox(options: Options): Promise<Sandbox> {
  const { port, dataDir, log } = options
  const url = `http://localhost:${port}`
  let child = await ensureSandbox(options)
  const stopping = new AbortController()
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      await delay(WATCH_INTERVAL_MS, undefined, { signal: stopping.signal, ref: false }).catch(
        () => undefined,
      )
      if (stopping.signal.aborted || (child ? isRunning(child) : await isOurs(port, dataDir))) continue
      log.warn('sandbox died, starting it again')
      child = await ensureSandbox(options).catch((error: unknown) => {
        log.error({ err: error }, 'sandbox did not come back, trying again')
        return child
      })
    }
  })()
  return {
    url,
    smtpUrl: `smtp://ponte:sandbox@127.0.0.1:${port + 2}`,
    s3Url: `http://localhost:${port + 1}`,
    async stop() {
      stopping.abort()
      await watching
      if (!child || !isRunning(child)) return
      const gone = new Promise((resolve) => child?.once('exit', resolve))
      child.kill('SIGTERM')
      await Promise.race([gone, delay(STOP_TIMEOUT_MS, undefined, { ref: false })])
    },
  }
}

const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null

/** The process, or null when a gateway beside us runs a sandbox for the same DATA_DIR already. */
async function ensureSandbox({ port, dataDir, webhook, log }: Options): Promise<ChildProcess | null> {
  if (await isOurs(port, dataDir)) return null
  // The channel closes when we die, however we die, and the sandbox ends itself then.
  const child = fork(MAIN, {
    env: {
      SANDBOX_PORT: String(port),
      DATA_DIR: dataDir,
      ...(webhook && { SANDBOX_WEBHOOK_URL: webhook.url, SANDBOX_WEBHOOK_TOKEN: webhook.token }),
    },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const outcome = await new Promise<'ready' | { failure: string }>((resolve) => {
    child.once('message', (message: 'ready' | { failure: string }) => resolve(message))
    child.once('exit', (code) => resolve({ failure: `the sandbox ended with exit code ${code}` }))
  })
  if (outcome === 'ready') return child
  // Of two gateways that start together one was first.
  if (await isOurs(port, dataDir)) return null
  log.debug(outcome, 'sandbox did not start')
  throw new StartupError(outcome.failure)
}

async function isOurs(port: number, dataDir: string): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/about`, { signal: AbortSignal.timeout(1_000) })
    const about = (await response.json()) as { name?: unknown; dataDir?: unknown }
    return about.name === 'ponte sandbox' && about.dataDir === dataDir
  } catch {
    // Nobody there, or somebody who speaks otherwise.
    return false
  }
}
