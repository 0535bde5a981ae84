import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import * as net from 'node:net'
import * as path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import postgres from 'postgres'
import type { Config } from '#src/config.ts'
import { StartupError } from '#src/errors.ts'
import type { Log } from '#src/log.ts'
import { makeFolder, type PostgresHome, preparePostgresHome, renameUnlessTaken } from './postgres-home.ts'
import { findPostmaster, removeStaleLockFile } from './postmaster.ts'

/** A real Postgres that we start, watch, start again when it dies, and stop when we are its last user. */
export type EmbeddedPostgres = {
  url: string
  stop(): Promise<void>
}
type Options = {
  dataDir: string
  password: string
  log: Log
  /** Aborted: it is wanted no more, and need not become ready. */
  signal?: AbortSignal
}

/** Every connection of ours carries a name that starts so: it is how a stopping gateway sees the others. */
const APPLICATION_NAME_PREFIX = 'ponte'
const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 5_000
const WATCH_INTERVAL_MS = 250

/** The database that the settings name: somebody else's, or ours, started if it does not run yet. */
export async function openDatabase(
  { db, dataDir }: Pick<Config, 'db' | 'dataDir'>,
  password: string,
  log: Log,
  signal?: AbortSignal,
): Promise<EmbeddedPostgres> {
  if (db.kind === 'external') return { url: db.url, stop: async () => undefined }
  return startEmbeddedPostgres({ dataDir, password, log, ...(signal && { signal }) })
}

export async function startEmbeddedPostgres({
  dataDir,
  password,
  log,
  signal = new AbortController().signal,
}: Options): Promise<EmbeddedPostgres> {
  const home = preparePostgresHome(dataDir)
  if (!home.folder.startsWith(dataDir)) {
    log.warn({ folder: home.folder, osUser: home.osUser?.name }, 'database kept outside DATA_DIR')
  }
  createCluster(home, password)
  const { port, isNew } = await ensureServer(home, await freePort(preferredPort(home.clusterDir)), signal)
  const urlOf = (database: string) =>
    `postgres://ponte:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
  await createDatabase(urlOf('postgres'), home).catch(async (error: unknown) => {
    if (isNew) await stopServer(home.clusterDir)
    throw error
  })

  const stopping = new AbortController()
  const watching = watch(home, port, log, stopping.signal)
  return {
    url: urlOf('ponte'),
    async stop() {
      stopping.abort()
      await watching
      // Before it is ready nobody can use it, and nobody can be asked.
      const isReady = findPostmaster(home.clusterDir)?.isReady
      if (isReady && (await isUsedByOthers(urlOf('postgres')))) {
        log.info('database left running for another gateway')
      } else await stopServer(home.clusterDir)
    },
  }
}

function createCluster(home: PostgresHome, password: string): void {
  if (fs.existsSync(path.join(home.clusterDir, 'PG_VERSION'))) return
  const partial = `${home.clusterDir}.${process.pid}`
  const passwordFile = `${partial}.password`
  makeFolder(partial, home.osUser)
  fs.writeFileSync(passwordFile, password, { mode: 0o600 })
  if (home.osUser) fs.chownSync(passwordFile, home.osUser.uid, home.osUser.gid)
  // Byte order and not a locale of the machine: the same data sorts the same everywhere.
  const locale = ['--locale=C.UTF-8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const access = ['-U', 'ponte', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`]
  const made = spawnSync(home.initdb, ['-D', partial, '-E', 'UTF8', ...locale, ...access], {
    cwd: home.folder,
    encoding: 'utf8',
    env: {},
    ...asOsUser(home),
  })
  fs.rmSync(passwordFile)
  if (made.status !== 0) {
    fs.rmSync(partial, { recursive: true, force: true })
    throw new StartupError(`Postgres could not create its data in ${home.clusterDir}: ${made.stderr.trim()}`)
  }
  renameUnlessTaken(partial, home.clusterDir)
}

/** Adopts the running server or starts one; tries again while a killed predecessor lets go of its memory. */
async function ensureServer(
  home: PostgresHome,
  port: number,
  signal: AbortSignal,
): Promise<{ port: number; isNew: boolean }> {
  const deadline = Date.now() + START_TIMEOUT_MS
  let child: ChildProcess | undefined
  while (Date.now() < deadline) {
    if (signal.aborted) {
      if (isRunning(child)) await endServer(child)
      throw signal.reason
    }
    const running = findPostmaster(home.clusterDir)
    if (running?.isReady) return { port: running.port, isNew: running.pid === child?.pid }
    if (!running && !isRunning(child)) {
      removeStaleLockFile(home.clusterDir)
      child = spawnServer(home, port)
    }
    await delay(10)
  }
  throw new StartupError(`Postgres did not start within ${START_TIMEOUT_MS / 1000} s; see ${logFile(home)}`)
}

const isRunning = (child: ChildProcess | undefined): child is ChildProcess =>
  child?.exitCode === null && child.signalCode === null

/** While it starts it may have no lock file yet, by which it could be found. */
async function endServer(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGINT')
  await Promise.race([ended, delay(STOP_TIMEOUT_MS, undefined, { ref: false })])
}

function spawnServer(home: PostgresHome, port: number): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '128MB',
    // Its log must not carry what people typed: no statements, no "Key (email)=(...) exists".
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const out = fs.openSync(logFile(home), 'a', 0o600)
  // Detached: Ctrl-C in a terminal reaches us alone, and we stop Postgres once the last request is answered.
  const child = spawn(home.postgres, ['-D', home.clusterDir, '-p', String(port), ...flags], {
    cwd: home.folder,
    detached: true,
    env: {},
    stdio: ['ignore', out, out],
    ...asOsUser(home),
  })
  fs.closeSync(out)
  child.unref()
  return child
}

const asOsUser = ({ osUser }: PostgresHome) => (osUser ? { uid: osUser.uid, gid: osUser.gid } : {})
const logFile = (home: PostgresHome) => path.join(home.folder, 'postgres.log')

async function watch(home: PostgresHome, port: number, log: Log, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await delay(WATCH_INTERVAL_MS, undefined, { signal, ref: false }).catch(() => undefined)
    if (signal.aborted || findPostmaster(home.clusterDir)) continue
    log.error('database died, starting it again')
    try {
      await ensureServer(home, port, signal)
      log.info('database is back')
    } catch (error) {
      if (signal.aborted) return
      log.error({ err: error }, 'database did not come back, trying again')
    }
  }
}

async function createDatabase(url: string, { folder }: PostgresHome): Promise<void> {
  await using client = connectOnce(url)
  const existing = await client.sql`select 1 from pg_database where datname = 'ponte'`.catch(
    (cause: unknown) => {
      // 28P01: wrong password.
      if (!(cause instanceof postgres.PostgresError && cause.code === '28P01')) throw cause
      throw new StartupError(
        `The database in ${folder} was begun with a secrets.json that is gone. Bring it back, or delete ${folder} to begin anew.`,
        { cause },
      )
    },
  )
  if (existing.length > 0) return
  try {
    await client.sql`create database ponte`
  } catch (error) {
    // 42P04 and 23505: another gateway that starts at the same moment was first.
    if (!(error instanceof postgres.PostgresError) || !['42P04', '23505'].includes(error.code)) throw error
  }
}

async function isUsedByOthers(url: string): Promise<boolean> {
  await using client = connectOnce(url)
  const pattern = `${APPLICATION_NAME_PREFIX}%`
  const others = await client.sql`
    select 1 from pg_stat_activity where application_name like ${pattern} and pid <> pg_backend_pid() limit 1`
  return others.length > 0
}

function connectOnce(url: string) {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined })
  return { sql, [Symbol.asyncDispose]: () => sql.end({ timeout: 1 }) }
}

async function stopServer(clusterDir: string): Promise<void> {
  const running = findPostmaster(clusterDir)
  if (!running) return
  try {
    process.kill(running.pid, 'SIGINT')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
  const deadline = Date.now() + STOP_TIMEOUT_MS
  while (findPostmaster(clusterDir)) {
    if (Date.now() > deadline) throw new Error(`Postgres did not stop within ${STOP_TIMEOUT_MS / 1000} s`)
    await delay(5)
  }
}

/** The same for the same cluster, so that an address noted down stays right; below the ephemeral range. */
function preferredPort(clusterDir: string): number {
  let hash = 0
  for (const char of clusterDir) hash = (hash * 31 + char.charCodeAt(0)) % 15_000
  return 16_000 + hash
}

async function freePort(preferred: number): Promise<number> {
  for (let port = preferred; port < 32_768; port++) if (await isFree(port)) return port
  throw new StartupError('There is no free port between 16000 and 32768 for Postgres')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
