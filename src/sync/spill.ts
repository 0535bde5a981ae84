import { randomUUID } from 'node:crypto'
import * as fs from 'node:fs/promises'
import * as path from 'node:path'
import { readSegment, type Segment, type SpilledEvent } from './segment.ts'

export type Spill = {
  /** False as long as anything waits for Postgres: what comes later has to wait behind it. */
  isEmpty(): boolean
  /** Resolves once they are on the disk. One call at a time. */
  append(events: readonly SpilledEvent[]): Promise<void>
  /** The oldest that nobody appends to any more. */
  oldest(): Promise<Segment | null>
  /** Closes the one that is being written, so that it is one of those. Not beside `append`. */
  seal(): Promise<void>
  /** What is in Postgres. With a reason it is put aside for a person. */
  drop(segment: Segment, refused?: boolean): Promise<void>
  /** Takes over what others have left behind over the same folder. */
  adopt(): Promise<void>
  size(): { segments: number; bytes: number }
  close(): Promise<void>
}

type Written = { handle: fs.FileHandle; file: string; bytes: number }

/** Small enough that one is in Postgres within a blink, during which what just comes in has to wait. */
const MOST_BYTES = 2 * 1024 * 1024
/** Whoever writes one does so more often than this. */
const ABANDONED_MS = 10_000

/**
 * Events that Postgres cannot take now, in files of one line each event. `.open` is written by one process, `.events` by nobody:
 * it is whole, and whoever finds it may bring it to Postgres. Whose process an `.open` one belongs to need not be known: a
 * writer that does not find its file in its place afterwards writes the same again into another.
 */
export async function openSpill(folder: string): Promise<Spill> {
  let current: Written | null = null
  let lastName = 0
  /** Sealed ones with their bytes, oldest first. */
  const sealed = new Map<string, number>()

  async function open(): Promise<Written> {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 })
    lastName = Math.max(lastName + 1, Date.now())
    const file = path.join(folder, `${String(lastName).padStart(15, '0')}-${randomUUID()}.open`)
    const handle = await fs.open(file, 'ax', 0o600)
    await syncFolder(folder)
    return { handle, file, bytes: 0 }
  }

  async function seal(): Promise<void> {
    if (!current) return
    const { handle, file, bytes } = current
    try {
      await handle.close()
      await takeOver(file, bytes)
    } finally {
      // Not before: in between it would look as if nothing waited.
      current = null
    }
  }

  /** Somebody else may have been faster. */
  async function takeOver(file: string, bytes: number): Promise<void> {
    const whole = file.replace(/open$/, 'events')
    try {
      await fs.rename(file, whole)
    } catch (error) {
      if (isMissing(error)) return
      throw error
    }
    sealed.set(whole, bytes)
  }

  async function append(events: readonly SpilledEvent[]): Promise<void> {
    current ??= await open()
    const written = current
    const bytes = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''))
    try {
      await written.handle.appendFile(bytes)
      await written.handle.datasync()
    } catch (error) {
      // Half a line may stand at its end now, behind which nothing may come.
      await seal().catch(() => undefined)
      throw error
    }
    written.bytes += bytes.byteLength
    if (await isGone(written.file)) {
      current = null
      await written.handle.close()
      return append(events)
    }
    if (written.bytes > MOST_BYTES) await seal()
  }

  async function adopt(olderThanMs: number): Promise<void> {
    for (const name of await namesIn(folder)) {
      const file = path.join(folder, name)
      if (file === current?.file || sealed.has(file)) continue
      const found = await fs.stat(file).catch(() => null)
      if (!found) continue
      if (name.endsWith('.events')) sealed.set(file, found.size)
      else if (name.endsWith('.open') && Date.now() - found.mtimeMs >= olderThanMs)
        await takeOver(file, found.size)
    }
  }

  await adopt(0)
  return {
    isEmpty: () => current === null && sealed.size === 0,
    append,
    seal,
    async oldest() {
      for (const file of [...sealed.keys()].sort()) {
        const segment = await readSegment(file)
        if (segment) return segment
        sealed.delete(file)
      }
      return null
    },
    async drop({ file }, refused = false) {
      sealed.delete(file)
      await (refused ? fs.rename(file, file.replace(/events$/, 'refused')) : fs.rm(file, { force: true }))
      await syncFolder(folder)
    },
    adopt: () => adopt(ABANDONED_MS),
    size: () => ({
      segments: sealed.size + (current ? 1 : 0),
      bytes: [...sealed.values()].reduce((sum, bytes) => sum + bytes, current?.bytes ?? 0),
    }),
    close: seal,
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await fs.readdir(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

async function isGone(file: string): Promise<boolean> {
  try {
    await fs.access(file)
    return false
  } catch (error) {
    if (isMissing(error)) return true
    throw error
  }
}

/** A name is on the disk only then. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder)
  await handle.sync().finally(() => handle.close())
}

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'
