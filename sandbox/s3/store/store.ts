import * as fs from 'node:fs'
import * as path from 'node:path'
import { type Blobs, openBlobs } from './blobs.ts'
import { type Buckets, openBuckets } from './buckets.ts'
import { openDatabase } from './database.ts'
import { type Objects, openObjects } from './objects.ts'
import { openUploads, type Uploads } from './uploads.ts'

/**
 * Rows in SQLite, bytes in files. Bytes are on the disk before a row names them and go after the row is gone,
 * so a killed process leaves at most files without a row, which the next start sweeps away.
 */
export type Store = {
  blobs: Blobs
  buckets: Buckets
  objects: Objects
  uploads: Uploads
  counts(): { buckets: number; objects: number; bytes: number; uploads: number }
  reset(): Promise<void>
  close(): void
}

const TABLES = ['buckets', 'objects', 'pieces', 'uploads', 'parts']

export function openStore(folder: string): Store {
  fs.mkdirSync(folder, { recursive: true })
  const database = openDatabase(path.join(folder, 's3.sqlite'))
  const files = () =>
    database
      .all<{ file: string }>('select file from pieces union all select file from parts')
      .map(({ file }) => file)
  const blobs = openBlobs(folder)
  blobs.sweep(new Set(files()))
  const buckets = openBuckets(database)
  return {
    blobs,
    buckets,
    objects: openObjects(database, blobs, buckets),
    uploads: openUploads(database, blobs, buckets),
    counts() {
      const count = database.get<{ buckets: number; objects: number; bytes: number; uploads: number }>(
        `select (select count(*) from buckets) buckets, (select count(*) from objects) objects,
           (select coalesce(sum(sizeBytes), 0) from objects) bytes, (select count(*) from uploads) uploads`,
      )
      return count ?? { buckets: 0, objects: 0, bytes: 0, uploads: 0 }
    },
    async reset() {
      const all = database.transaction(() => {
        const named = files()
        for (const table of TABLES) database.run(`delete from ${table}`)
        return named
      })
      await blobs.drop(all)
    },
    close: () => database.close(),
  }
}
