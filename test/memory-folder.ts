import * as fs from 'node:fs'
import * as os from 'node:os'

const SHARED_MEMORY = '/dev/shm'
const GIB = 2 ** 30
/** What a whole run has at a time is less by far. */
const ROOM_BYTES = 2 * GIB

/**
 * Where files are made and deleted by the hundred: in memory if there is room, else in the usual place. Disks with ext4 look at
 * everything that was deleted a moment ago for each new file, which took half of what a new database costs.
 */
export function memoryFolder(): string {
  if (!fs.existsSync(SHARED_MEMORY)) return os.tmpdir()
  const { bavail, bsize } = fs.statfsSync(SHARED_MEMORY)
  return bavail * bsize > ROOM_BYTES && os.freemem() > 2 * ROOM_BYTES ? SHARED_MEMORY : os.tmpdir()
}
