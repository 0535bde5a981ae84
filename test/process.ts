import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import * as fs from 'node:fs'
import * as net from 'node:net'
import * as os from 'node:os'
import * as path from 'node:path'
import { findPostmaster, type Postmaster } from '#src/embedded/postmaster.ts'
import { breath } from './breath.ts'
import { memoryFolder } from './memory-folder.ts'
import { QUIET } from './settings.ts'

/** Ponte as a person starts it: a process of its own, with everything embedded. */
export type Running = AsyncDisposable & {
  url: string
  sandboxUrl: string
  child: ChildProcess
  dataDir: string
  stdout(): string
  /** The JSON log. */
  stderr(): string
  /** Resolves once this has been printed, on either. */
  printed(text: string | RegExp): Promise<void>
  /** The embedded server, while there is one. */
  postmaster(): Postmaster | null
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

type Options = {
  dataDir: string
  settings?: Record<string, string>
  user?: { uid: number; gid: number }
  /** As a person starts it, and not the process alone. */
  byNpm?: boolean
}

const ROOT = path.resolve(import.meta.dirname, '..')
const MAIN = path.join(ROOT, 'src/main.ts')
const SLICES = 12
const SLICE_PORTS = 1_000
/** Runs of other checkouts beside this one look elsewhere. */
const CHECKOUT = createHash('sha256').update(ROOT).digest().readUInt16BE()
/** In the order in which they were. */
const given = new Set<number>()

export async function startProcess(options: Options): Promise<Running> {
  const running = await spawnProcess(options)
  const exited = once(running.child, 'close').then(() => 'exited')
  if ((await Promise.race([running.printed(/^ready /m), exited])) === 'exited') {
    throw new Error(`ended early: ${running.stderr()}`)
  }
  return running
}

/** What a process of ours needs in order to start, and no setting of ours. */
export const bareEnvironment = () => ({
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
})

/** Not waited for: for starts that are to fail. */
export async function spawnProcess({ dataDir, settings = {}, user, byNpm }: Options): Promise<Running> {
  // In a row, so that none of them is another's.
  const first = await freePorts(5)
  const [port, sandboxPort] = [settings.PORT ?? first, settings.SANDBOX_PORT ?? first + 1]
  const env = {
    ...bareEnvironment(),
    DATA_DIR: dataDir,
    ...QUIET,
    ...settings,
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
  }
  const [command, ...words] = byNpm ? ['npm', 'start'] : [process.execPath, MAIN]
  const child = spawn(command, words, {
    env,
    cwd: byNpm ? ROOT : os.tmpdir(),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  })
  let [stdout, stderr] = ['', '']
  const more = new EventEmitter()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    more.emit('text')
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    more.emit('text')
  })
  const printed = async (text: string | RegExp) => {
    const isThere = (output: string) => (typeof text === 'string' ? output.includes(text) : text.test(output))
    while (!isThere(stdout) && !isThere(stderr)) await once(more, 'text')
  }
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) {
      // Its last words are read only then; of one that is killed the parts live on, and with them what they print to.
      const gone = once(child, signal === 'SIGKILL' ? 'exit' : 'close')
      child.kill(signal)
      await gone
    }
    return child.exitCode
  }
  return {
    url: `http://localhost:${port}`,
    sandboxUrl: `http://localhost:${sandboxPort}`,
    child,
    dataDir,
    stdout: () => stdout,
    stderr: () => stderr,
    printed,
    postmaster: () => findPostmaster(path.join(dataDir, 'postgres', 'cluster')),
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop()
      keepLog(stderr)
    },
  }
}

/** A folder that the user Postgres runs as can reach, gone afterwards together with what still runs in it. */
export function temporaryFolder(name = 'ponte data ', place = memoryFolder()): Disposable & { path: string } {
  const folder = fs.mkdtempSync(path.join(place, name))
  fs.chmodSync(folder, 0o711)
  return {
    path: folder,
    [Symbol.dispose]: () => {
      const left = findPostmaster(path.join(folder, 'postgres', 'cluster'))
      if (left) process.kill(left.pid, 'SIGKILL')
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}

/** Asks over the network again and again; what does not come true is the test's timeout. */
export async function waitUntil(ask: () => Promise<boolean>): Promise<void> {
  while (!(await ask())) await breath()
}

/**
 * The first of so many free ports in a row. Each worker of the run looks in a slice of its own, below those that the
 * system gives out by itself, and none again for long: what is free now is still free when it is listened on.
 */
export async function freePorts(count: number): Promise<number> {
  const slice = (CHECKOUT + Number(process.env.VITEST_POOL_ID ?? 0)) % SLICES
  for (;;) {
    const first = 20_000 + slice * SLICE_PORTS + Math.floor(Math.random() * (SLICE_PORTS - count))
    const ports = Array.from({ length: count }, (_, i) => first + i)
    if (ports.some((port) => given.has(port))) continue
    for (const port of ports) given.add(port)
    for (const port of given) if (given.size > SLICE_PORTS / 2) given.delete(port)
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return first
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/** Beside the logs of the worlds, so that test/run.ts looks through it for secrets as well. */
function keepLog(text: string): void {
  const folder = process.env.PONTE_TEST_LOGS
  if (folder) fs.writeFileSync(path.join(folder, `process-${crypto.randomUUID()}.log`), text)
}
