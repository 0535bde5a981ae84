import { randomUUID } from 'node:crypto'
import * as fs from 'node:fs'
import * as path from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Files that never change: written once, read by many, removed when the last reader has left. */
export type Blobs = {
  /** Once the bytes are on the disk `name` says whose they are; if that fails, the file is dropped. */
  receive<Result>(bytes: AsyncIterable<Buffer>, name: (file: string) => Promise<Result>): Promise<Result>
  /** The same bytes under other names. */
  duplicate<Result>(files: string[], name: (copies: string[]) => Promise<Result>): Promise<Result>
  read(file: string, from: number, to: number): AsyncIterable<Buffer>
  /** Keeps them readable, whatever is dropped meanwhile, until the returned function is called. */
  hold(files: string[]): () => void
  drop(files: string[]): Promise<void>
  /** Removes what a killed process left behind. */
  sweep(known: Set<string>): void
}

const BUFFER_BYTES = 1024 * 1024
const READ_BYTES = 256 * 1024

export function openBlobs(folder: string): Blobs {
  const incoming = path.join(folder, 'incoming')
  const bytesFolder = path.join(folder, 'bytes')
  fs.mkdirSync(incoming, { recursive: true })
  fs.mkdirSync(bytesFolder, { recursive: true })
  const placeOf = (file: string) => path.join(bytesFolder, file)
  const held = new Map<string, number>()
  const doomed = new Set<string>()

  // One that cannot be removed now is swept at the next start.
  const remove = (file: string) => fs.promises.rm(placeOf(file), { force: true }).catch(() => undefined)

  async function drop(files: string[]): Promise<void> {
    for (const file of files) {
      if (held.has(file)) doomed.add(file)
      else await remove(file)
    }
  }
  async function orDrop<Result>(files: string[], work: () => Promise<Result>): Promise<Result> {
    try {
      return await work()
    } catch (error) {
      await drop(files)
      throw error
    }
  }

  return {
    drop,
    async receive(bytes, name) {
      const file = randomUUID()
      const temporary = path.join(incoming, file)
      const output = fs.createWriteStream(temporary, {
        flags: 'wx',
        flush: true,
        highWaterMark: BUFFER_BYTES,
      })
      try {
        await pipeline(bytes, output)
        await fs.promises.rename(temporary, placeOf(file))
      } catch (error) {
        // A file that is only now being opened would appear after it was removed.
        await new Promise<void>((resolve) => (output.closed ? resolve() : output.once('close', resolve)))
        await fs.promises.rm(temporary, { force: true })
        throw error
      }
      return await orDrop([file], async () => {
        await syncFolder(bytesFolder)
        return await name(file)
      })
    },
    async duplicate(files, name) {
      const copies = files.map(() => randomUUID())
      return await orDrop(copies, async () => {
        for (const [index, file] of files.entries()) {
          await fs.promises.link(placeOf(file), placeOf(copies[index] ?? ''))
        }
        await syncFolder(bytesFolder)
        return await name(copies)
      })
    },
    read: (file, from, to) =>
      fs.createReadStream(placeOf(file), { start: from, end: to, highWaterMark: READ_BYTES }),
    hold(files) {
      for (const file of files) held.set(file, (held.get(file) ?? 0) + 1)
      return () => {
        for (const file of files) {
          const others = (held.get(file) ?? 0) - 1
          if (others > 0) held.set(file, others)
          else {
            held.delete(file)
            if (doomed.delete(file)) void remove(file)
          }
        }
      }
    },
    sweep(known) {
      for (const name of fs.readdirSync(incoming)) fs.rmSync(path.join(incoming, name))
      for (const name of fs.readdirSync(bytesFolder)) if (!known.has(name)) fs.rmSync(placeOf(name))
    },
  }
}

/** A rename is on the disk once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  await using handle = await fs.promises.open(folder)
  await handle.sync()
}
