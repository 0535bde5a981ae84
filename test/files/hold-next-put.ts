import { vi } from 'vitest'
import type { FileStore } from '#src/providers/file-store.ts'

/** The next file waits before the store until it may go on, as behind a slow line. */
export function holdNextPut(files: FileStore) {
  const put = files.put.bind(files)
  const [held, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  vi.spyOn(files, 'put').mockImplementationOnce(async (...bytes) => {
    held.resolve()
    await released.promise
    return put(...bytes)
  })
  return { isHeld: held.promise, goOn: released.resolve }
}
