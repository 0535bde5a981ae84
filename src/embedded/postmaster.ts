import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import * as path from 'node:path'

/** A running server, as its own lock file tells it. */
export type Postmaster = { pid: number; port: number; isReady: boolean }

/** The server that runs on this cluster now, whoever started it. */
export function findPostmaster(clusterDir: string): Postmaster | null {
  const file = readLockFile(clusterDir)
  if (!file || !runsOn(file.pid, clusterDir)) return null
  return file
}

function readLockFile(clusterDir: string): Postmaster | null {
  let lines: string[]
  try {
    lines = fs.readFileSync(lockFile(clusterDir), 'utf8').split('\n')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const pid = Number(lines[0])
  return pid > 0 ? { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' } : null
}

/**
 * Postgres itself removes the lock file of a dead server, but not when the dead one is still a zombie or its
 * pid went to somebody else. Moved aside and looked at again, because another gateway may have started a
 * server between our look and our move.
 */
export function removeStaleLockFile(clusterDir: string): void {
  const stale = readLockFile(clusterDir)
  if (!stale || runsOn(stale.pid, clusterDir)) return
  const aside = `${lockFile(clusterDir)}.stale-${process.pid}`
  try {
    fs.renameSync(lockFile(clusterDir), aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const moved = Number(fs.readFileSync(aside, 'utf8').split('\n')[0])
  if (moved === stale.pid) fs.unlinkSync(aside)
  else fs.renameSync(aside, lockFile(clusterDir))
}

const lockFile = (clusterDir: string) => path.join(clusterDir, 'postmaster.pid')

/** A server works inside its cluster's folder: that tells it from a zombie and from a stranger with its pid. */
function runsOn(pid: number, clusterDir: string): boolean {
  if (process.platform === 'linux') {
    try {
      return fs.realpathSync(`/proc/${pid}/cwd`) === fs.realpathSync(clusterDir)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOENT' || code === 'EACCES' || code === 'ESRCH') return false
      throw error
    }
  }
  const { stdout } = spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' })
  return stdout.includes(clusterDir)
}
